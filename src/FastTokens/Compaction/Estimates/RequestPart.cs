namespace FastTokens.Compaction;

/// <summary>The parts that fill a request. Together they are the whole.</summary>
public enum RequestPart : byte
{
    /// <summary>The definitions of tools.</summary>
    Tools,

    /// <summary>The system prompt, messages of the system at the front included.</summary>
    System,

    /// <summary>The text of messages, with calls and results of tools.</summary>
    Messages,

    /// <summary>Images and documents.</summary>
    Attachments,

    /// <summary>What the provider puts around all that.</summary>
    Overhead,
}
