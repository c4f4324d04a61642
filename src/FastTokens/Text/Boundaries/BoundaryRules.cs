using System.Runtime.CompilerServices;
using System.Text;

namespace FastTokens;

/// <summary>
/// Says of a boundary of grapheme clusters whether it is one of words, sentences, lines or paragraphs, from what stands around it. How far
/// the rules look is bounded, so that an answer depends on the place alone.
/// </summary>
/// <remarks>
/// The white space between two words or sentences belongs to neither: what is kept of the beginning of a text ends before it, what is kept
/// of the end begins after it. A line has its end with it.
/// </remarks>
internal static class BoundaryRules<TEncoding, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    // More than that between two sentences, after a full stop, in a blank line: then it is none.
    private const int MaximumGap = 256;
    private const int MaximumClosers = 8;

    /// <summary>Returns the coarsest kind of boundary that a place is where a kept part ends.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="index">The place, a boundary of clusters, not the start of the text.</param>
    /// <param name="before">The first character of the cluster that ends here.</param>
    /// <param name="after">The character that begins here.</param>
    internal static TextBoundary OfEnd(ReadOnlySpan<TUnit> text, int index, BoundaryProperties before, BoundaryProperties after) =>
        index == text.Length ? TextBoundary.Paragraph
        : before.Category == BoundaryCategory.LineEnd ? OfLineStart(text, index, after)
        : before.IsSpace ? TextBoundary.Grapheme
        : IsSentenceEnd(text, index, before, after) ? TextBoundary.Sentence
        : IsWordBoundary(text, index, before, after) ? TextBoundary.Word
        : TextBoundary.Grapheme;

    /// <summary>Returns the coarsest kind of boundary that a place is where a kept part begins.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="index">The place, a boundary of clusters, neither the start nor the end of the text.</param>
    /// <param name="before">The first character of the cluster that ends here.</param>
    /// <param name="after">The character that begins here.</param>
    internal static TextBoundary OfStart(ReadOnlySpan<TUnit> text, int index, BoundaryProperties before, BoundaryProperties after) =>
        before.Category == BoundaryCategory.LineEnd ? OfLineStart(text, index, after)
        : after.IsSpace ? TextBoundary.Grapheme
        : IsSentenceStart(text, index, before, after) ? TextBoundary.Sentence
        : IsWordBoundary(text, index, before, after) ? TextBoundary.Word
        : TextBoundary.Grapheme;

    private static TextBoundary OfLineStart(ReadOnlySpan<TUnit> text, int index, BoundaryProperties after)
    {
        if (after.Category == BoundaryCategory.LineEnd)
        {
            return TextBoundary.Line;
        }

        // Back over the line end, and over the white space of the line that it ends.
        int place = Previous(text, index, out int lineEnd, out _);
        if (lineEnd == '\n' && place > 0 && Previous(text, place, out int first, out _) is int carriageReturn && first == '\r')
        {
            place = carriageReturn;
        }

        BoundaryProperties properties = SkipSpacesBack(text, ref place);
        return place == 0 || properties.Category == BoundaryCategory.LineEnd ? TextBoundary.Paragraph : TextBoundary.Line;
    }

    private static bool IsSentenceStart(ReadOnlySpan<TUnit> text, int index, BoundaryProperties before, BoundaryProperties after)
    {
        if (!before.IsSpace)
        {
            return IsSentenceEnd(text, index, before, after);
        }

        int place = index;
        BoundaryProperties last = SkipSpacesBack(text, ref place);
        return place > 0 && IsSentenceEnd(text, place, last, before);
    }

    private static bool IsSentenceEnd(ReadOnlySpan<TUnit> text, int index, BoundaryProperties before, BoundaryProperties after)
    {
        int place = index;
        int scalar = 0;
        BoundaryProperties last = before;
        for (int closers = 0; last.Category == BoundaryCategory.Closer && closers <= MaximumClosers && place > 0; closers++)
        {
            place = Previous(text, place, out scalar, out last);
        }

        if (!last.EndsSentence)
        {
            return false;
        }

        if (place == index)
        {
            Previous(text, place, out scalar, out last);
        }

        return last.Category == BoundaryCategory.UnspacedSentenceEnd
            ? !after.EndsSentence && after.Category != BoundaryCategory.Closer
            : after.IsSpace && (scalar != '.' || !IsSmallLetterNext(text, index));
    }

    // "e.g. this" and "vs. that"
    private static bool IsSmallLetterNext(ReadOnlySpan<TUnit> text, int index)
    {
        for (int spaces = 0; spaces < MaximumGap && index < text.Length; spaces++)
        {
            int scalar = TEncoding.Decode(text, index, out int length);
            if (!BoundaryProperties.Of(scalar).IsSpace)
            {
                return Rune.IsLower(new Rune(scalar));
            }

            index += length;
        }

        return false;
    }

    private static bool IsWordBoundary(ReadOnlySpan<TUnit> text, int index, BoundaryProperties before, BoundaryProperties after)
    {
        WordPart left = PartOf(before);
        WordPart right = PartOf(after);
        return left == WordPart.Unspaced || right == WordPart.Unspaced
            || (left, right) switch
            {
                (WordPart.Word, WordPart.Punctuation) => !IsInsideWord(text, index),
                (WordPart.Punctuation, WordPart.Word) => !IsInsideWord(text, Previous(text, index, out _, out _)),
                _ => left != right,
            };
    }

    // "don't", "example.com", "3.14", "12:30", "1,000": one mark between two characters of a word.
    private static bool IsInsideWord(ReadOnlySpan<TUnit> text, int punctuation)
    {
        int mark = TEncoding.Decode(text, punctuation, out int length);
        bool joinsDigits = mark is ',' or ':';
        if ((!joinsDigits && mark is not ('\'' or '\u2019' or '.')) || punctuation == 0 || punctuation + length == text.Length)
        {
            return false;
        }

        Previous(text, punctuation, out int left, out BoundaryProperties leftProperties);
        int right = TEncoding.Decode(text, punctuation + length, out _);
        return joinsDigits
            ? left is >= '0' and <= '9' && right is >= '0' and <= '9'
            : leftProperties.Category == BoundaryCategory.Word && BoundaryProperties.Of(right).Category == BoundaryCategory.Word;
    }

    private static WordPart PartOf(BoundaryProperties properties) => properties.Category switch
    {
        BoundaryCategory.Space or BoundaryCategory.LineEnd => WordPart.Space,
        BoundaryCategory.Word => WordPart.Word,
        BoundaryCategory.Unspaced => WordPart.Unspaced,
        _ => WordPart.Punctuation,
    };

    private enum WordPart : byte
    {
        Space,
        Word,
        Unspaced,
        Punctuation,
    }

    /// <summary>Moves a place back over white space within its line and returns the character before it, of no matter which kind at the start of the text.</summary>
    private static BoundaryProperties SkipSpacesBack(ReadOnlySpan<TUnit> text, ref int place)
    {
        BoundaryProperties properties = default;
        for (int spaces = 0; place > 0 && spaces <= MaximumGap; spaces++)
        {
            int previous = Previous(text, place, out _, out properties);
            if (properties.Category != BoundaryCategory.Space)
            {
                break;
            }

            place = previous;
        }

        return properties;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Previous(ReadOnlySpan<TUnit> text, int index, out int scalar, out BoundaryProperties properties)
    {
        int previous = TEncoding.FloorBoundary(text, index - 1);
        scalar = TEncoding.Decode(text, previous, out _);
        properties = BoundaryProperties.Of(scalar);
        return previous;
    }
}
