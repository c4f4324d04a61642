using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Reads well-formed UTF-8 character by character for the scalar pre-tokenizers, and remembers whether it looked beyond the end.</summary>
internal ref struct PieceReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The bytes of a run behind which it is skipped a block at a time, so that a piece may be as long as a text.</summary>
    internal int LongRun { get; init; } = 64;

    /// <summary>Whether a decision was taken because the text ended: with more text it might be another.</summary>
    internal bool ReachedEnd { get; set; }

    /// <summary>Returns the class of the character at an index and the index behind it.</summary>
    internal int ClassAt(int index, out int next)
    {
        if (index >= _text.Length)
        {
            ReachedEnd = true;
            next = index;
            return PreTokenClass.End;
        }

        int lead = _text[index];
        if (lead < 0x80)
        {
            next = index + 1;
            return PreTokenClassTable.Bmp[lead];
        }

        return PreTokenClass.Of(Utf8Sequence.Decode(_text, index, out next));
    }

    /// <summary>Returns the end of the run of characters of some classes that begins at an index.</summary>
    /// <param name="index">Where the run begins.</param>
    /// <param name="classes">A set of classes, a bit each.</param>
    /// <param name="limit">The most characters to skip; fewer than would make a long run, or all.</param>
    internal int SkipWhile(int index, uint classes, int limit = int.MaxValue)
    {
        int start = index;
        while (limit-- > 0 && IsIn(classes, ClassAt(index, out int next)))
        {
            index = next;
            if (index - start >= LongRun)
            {
                index = PieceDispatch.SkipRun(_text, index, classes);
                start = index;
            }
        }

        return index;
    }

    /// <summary>Returns where the last character of some classes ends among those of a part of the text, or where the part begins if none is there.</summary>
    internal readonly int EndOfLast(int start, int end, uint classes)
    {
        while (end > start)
        {
            int last = StartBefore(end);
            if (IsIn(classes, PreTokenClass.Of(Utf8Sequence.Decode(_text, last, out _))))
            {
                break;
            }

            end = last - start >= LongRun ? PieceDispatch.SkipRunBack(_text, last, start, ~classes) : last;
        }

        return end;
    }

    /// <summary>Returns where the character before an index begins.</summary>
    internal readonly int StartBefore(int index)
    {
        index--;
        while (Utf8Sequence.IsContinuation(_text[index]))
        {
            index--;
        }

        return index;
    }

    /// <summary>Returns whether a class belongs to a set of them; <see cref="PreTokenClass.End"/> belongs to none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsIn(uint classes, int charClass) => ((classes >> charClass) & 1) != 0;

    /// <summary>
    /// Returns the end of a contraction (<c>'s 'd 'm 't 'll 've 're</c>) whose apostrophe stands at an index, or the index itself if there is
    /// none.
    /// </summary>
    /// <param name="apostrophe">The index of the apostrophe.</param>
    /// <param name="ignoreCase">Whether upper-case letters, and U+017F for an s, match too.</param>
    internal int SkipContraction(int apostrophe, bool ignoreCase)
    {
        int first = LetterAt(apostrophe + 1, ignoreCase);
        if (first is 's' or 'd' or 'm' or 't')
        {
            return apostrophe + 2;
        }

        if (first == LongS && ignoreCase)
        {
            return apostrophe + 3;
        }

        return (first, first is 'l' or 'v' or 'r' ? LetterAt(apostrophe + 2, ignoreCase) : 0) is ('l', 'l') or ('v', 'e') or ('r', 'e')
            ? apostrophe + 3
            : apostrophe;
    }

    private const int LongS = 0x17F;

    private int LetterAt(int index, bool ignoreCase)
    {
        if (index >= _text.Length)
        {
            ReachedEnd = true;
            return 0;
        }

        int value = _text[index];
        return value >= 0x80 ? Utf8Sequence.Decode(_text, index, out _)
            : ignoreCase && value is >= 'A' and <= 'Z' ? value | 0x20
            : value;
    }
}
