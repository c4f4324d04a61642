namespace FastTokens.Caching;

/// <summary>What a segment of a prompt is.</summary>
public enum PromptSegmentKind : byte
{
    /// <summary>The definition of a tool.</summary>
    Tool,

    /// <summary>Text of the system or the developer.</summary>
    SystemText,

    /// <summary>Text of the user.</summary>
    UserText,

    /// <summary>Text of the model.</summary>
    AssistantText,

    /// <summary>A call of a tool by the model.</summary>
    ToolUse,

    /// <summary>What a tool gave back, or one part of it.</summary>
    ToolResult,

    /// <summary>Reasoning of the model.</summary>
    Thinking,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A document or file.</summary>
    Document,

    /// <summary>A block or member that the reader does not know: kept, and counted by its bytes.</summary>
    Other,

    /// <summary>A parameter of the request that is no part of the text: it may be part of a cache's key.</summary>
    Parameter,
}
