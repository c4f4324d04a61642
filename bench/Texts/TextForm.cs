namespace FastTokens.Bench;

/// <summary>The encodings of a text.</summary>
public enum TextForm
{
    Utf8,
    Utf16,
}
