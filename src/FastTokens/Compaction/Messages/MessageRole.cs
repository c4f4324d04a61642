namespace FastTokens.Compaction;

/// <summary>Who speaks in a message.</summary>
public enum MessageRole : byte
{
    /// <summary>Nobody in particular, or a role that is not known.</summary>
    Other,

    /// <summary>The system or the developer.</summary>
    System,

    /// <summary>The user: the message has something besides results of tools.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A tool: the message has results and nothing else, whatever role the API gives it.</summary>
    Tool,
}
