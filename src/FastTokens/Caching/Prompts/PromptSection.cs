namespace FastTokens.Caching;

/// <summary>The part of a request that a segment belongs to, in the order in which providers cache them.</summary>
public enum PromptSection : byte
{
    /// <summary>The definitions of tools.</summary>
    Tools,

    /// <summary>The instructions that stand apart from the messages.</summary>
    System,

    /// <summary>The conversation.</summary>
    Messages,

    /// <summary>Everything beside the text.</summary>
    Parameters,
}
