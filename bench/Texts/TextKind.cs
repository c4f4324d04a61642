namespace FastTokens.Bench;

/// <summary>The kinds of text that are measured.</summary>
public enum TextKind
{
    English,
    Code,
    Json,
    Chinese,
    Japanese,
    Russian,
    Emoji,
    Base64,
}
