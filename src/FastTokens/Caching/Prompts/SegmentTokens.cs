namespace FastTokens.Caching;

/// <summary>The tokens of a segment: text by the counter, a call by its name and input, attachments by rule or flat, never by the length of their bytes.</summary>
internal static class SegmentTokens
{
    // Where the source of a document says what it is.
    private const int SourceHead = 128;

    /// <summary>Counts a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="counter">What counts text.</param>
    /// <param name="attachmentTokens">The tokens of an attachment that no rule gives.</param>
    /// <param name="imageRule">How an image's dimensions become tokens, or <see langword="null"/>.</param>
    public static int Count(in PromptSegment segment, ITokenCounter counter, int attachmentTokens, ImageTokenRule? imageRule)
    {
        if (segment.Kind == PromptSegmentKind.Image)
        {
            return CountImage(segment, attachmentTokens, imageRule);
        }

        int tokens = segment.Kind == PromptSegmentKind.Document && !IsText(segment.Content) ? attachmentTokens
            : segment.Kind == PromptSegmentKind.ToolUse ? counter.CountTokens(segment.Name, " "u8, segment.Content)
            : counter.CountTokens(segment.Content);
        return segment.Extra.IsEmpty ? tokens : tokens + counter.CountTokens(segment.Extra);
    }

    private static int CountImage(in PromptSegment segment, int attachmentTokens, ImageTokenRule? imageRule)
    {
        if (imageRule is not { } rule || !ImageHeader.TryFindInSource(segment.Content, out int width, out int height))
        {
            return attachmentTokens;
        }

        ReadOnlySpan<byte> low = "\"detail\":\"low\""u8;
        bool isLow = segment.Extra.IndexOf(low) >= 0 || segment.Content[^Math.Min(SourceHead, segment.Content.Length)..].IndexOf(low) >= 0
            || segment.Content[..Math.Min(SourceHead, segment.Content.Length)].IndexOf(low) >= 0;
        return checked((int)rule.CountTokens(width, height, isLow));
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> head = content[..Math.Min(content.Length, SourceHead)];
        return head.IndexOf("\"type\":\"text\""u8) >= 0 || head.IndexOf("\"type\":\"content\""u8) >= 0;
    }
}
