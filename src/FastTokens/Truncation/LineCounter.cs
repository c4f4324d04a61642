namespace FastTokens;

/// <summary>Counts lines.</summary>
internal static class LineCounter<TEncoding, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    /// <summary>Returns how many lines a part of a text has: its line ends, and one more where it does not end with one.</summary>
    internal static long Count(ReadOnlySpan<TUnit> text)
    {
        long lines = 0;
        int lastEnd = 0;
        int index = 0;
        while (index < text.Length)
        {
            index += TEncoding.IndexOfPossibleLineEnd(text[index..]);
            if (index == text.Length)
            {
                break;
            }

            int scalar = TEncoding.Decode(text, index, out int length);
            index += length;
            if (BoundaryProperties.Of(scalar).Category == BoundaryCategory.LineEnd)
            {
                index += scalar == '\r' && index < text.Length && TEncoding.Decode(text, index, out _) == '\n' ? 1 : 0;
                lines++;
                lastEnd = index;
            }
        }

        return lastEnd < text.Length ? lines + 1 : lines;
    }
}
