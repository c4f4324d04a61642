namespace FastTokens.Bench;

/// <summary>Texts of 1 KB of a kind, scanned.</summary>
internal static class ScannedTexts
{
    /// <summary>How many there are.</summary>
    internal const int Count = 64;

    private const int Size = 1 << 10;

    internal static TextFeatures[] Create(TextKind kind)
    {
        TextPieces pieces = TextPieces.Create(kind, Size);
        return [.. Enumerable.Range(0, Count).Select(_ => TextScanner.Scan(pieces.Utf8))];
    }

    /// <summary>Returns their exact counts.</summary>
    internal static int[] CountExactly(TextKind kind, BpeTokenizer tokenizer)
    {
        TextPieces pieces = TextPieces.Create(kind, Size);
        return [.. Enumerable.Range(0, Count).Select(_ => tokenizer.CountTokens(pieces.Utf8))];
    }
}
