using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>What the grammars have in common: the rules of whitespace and digits, and the arithmetic on masks.</summary>
/// <remarks>
/// A mask has a bit for each byte of a block, the first byte lowest; all bytes of a character have its class. So
/// <c>x &amp; ~(x &lt;&lt; 1)</c> are the starts of the runs of x. Adding a seed inside a run carries to the bit behind the run, which is how
/// runs are followed to their end without a loop:
/// <code>
/// run             0111 1100
/// seed            0001 0000
/// run + seed      1000 1100    the bits from the seed on are cleared, the one behind the run is set
/// </code>
/// </remarks>
internal static class PieceRules
{
    /// <summary>Returns the end of a piece of whitespace.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="start">Where the whitespace begins.</param>
    /// <param name="splitsAtNewline">Whether the run goes through its last newline (<c>\s*[\r\n]+</c>), if it has one.</param>
    /// <param name="takesAllAtEnd">Whether the end of the text is tried before that (<c>\s++$</c>).</param>
    internal static int WhitespaceEnd(ref PieceReader reader, int start, bool splitsAtNewline, bool takesAllAtEnd)
    {
        int end = reader.SkipWhile(start, PreTokenClass.Whitespace);
        int newlineEnd = reader.EndOfLast(start, end, 1 << PreTokenClass.Newline);
        bool atEnd = reader.ClassAt(end, out _) == PreTokenClass.End;
        int last = end > start ? reader.StartBefore(end) : start;
        return atEnd && takesAllAtEnd ? end
            : splitsAtNewline && newlineEnd > start ? newlineEnd
            : atEnd || last == start ? end
            : last;
    }

    /// <summary>Returns the starts of runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong RunStarts(ulong runs) => runs & ~(runs << 1);

    /// <summary>Returns the bits of runs from seeds in them to the end of the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Flood(ulong runs, ulong seeds) => (runs & ~(runs + seeds)) | seeds;

    /// <summary>Returns the bits behind those runs that hold a seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong BehindSeeded(ulong runs, ulong seeds) => (runs + seeds) & ~runs;

    /// <summary>Returns the starts of the groups of three numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong GroupsOfThree(in PieceBlock block)
    {
        ulong digits = block.Number;
        ulong groups = RunStarts(digits);
        if ((digits & ~block.Lead) != 0)
        {
            return GroupsOfThree(groups, digits & block.Lead);
        }

        ulong continued = digits & (digits << 1) & (digits << 2) & (digits << 3);
        ulong starts = groups;
        while ((groups = (groups << 3) & continued) != 0)
        {
            starts |= groups;
        }

        return starts;
    }

    /// <summary>The same for numbers of any lengths, one after the other.</summary>
    /// <param name="runs">The starts of runs.</param>
    /// <param name="numbers">The first bytes of all numbers.</param>
    private static ulong GroupsOfThree(ulong runs, ulong numbers)
    {
        ulong starts = 0;
        int length = 0;
        for (; numbers != 0; numbers &= numbers - 1)
        {
            ulong number = numbers & (0 - numbers);
            length = (runs & number) != 0 || length == 3 ? 1 : length + 1;
            starts |= length == 1 ? number : 0;
        }

        return starts;
    }

    /// <summary>Returns the starts that whitespace gives: of each run, behind its last newline, and of its last character.</summary>
    /// <param name="block">The block.</param>
    /// <param name="whitespace">The whitespace that no other rule has taken.</param>
    /// <param name="splitsAtNewline">As in <see cref="WhitespaceEnd"/>.</param>
    /// <param name="takesAllAtEnd">As in <see cref="WhitespaceEnd"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong WhitespaceStarts(in PieceBlock block, ulong whitespace, bool splitsAtNewline, bool takesAllAtEnd)
    {
        ulong starts = RunStarts(whitespace);
        ulong newlines = splitsAtNewline ? whitespace & block.Newline : 0;

        // The last character of a run stands alone or belongs to what follows, unless it is the newline that ends a piece.
        starts |= block.Before(~whitespace & (whitespace << 1) & block.Known) & ~newlines;

        ulong lines = whitespace & ~newlines;
        ulong lineStarts = lines & (newlines << 1);
        if (lineStarts != 0)
        {
            starts |= (BehindSeeded(lines, lineStarts) & newlines) == 0 ? lineStarts : LastLines(lines, lineStarts, newlines);
        }

        // The run at the end of the block is open, unless the text ends here.
        if ((whitespace >> (block.Length - 1)) != 0 && (!block.IsEnd || takesAllAtEnd))
        {
            int length = BitOperations.LeadingZeroCount(~(whitespace << (64 - block.Length)));
            starts &= ~((ulong.MaxValue << (block.Length - length)) << 1);
        }

        return starts;
    }

    /// <summary>Returns the starts of lines of whitespace that no newline of the same run follows.</summary>
    private static ulong LastLines(ulong lines, ulong lineStarts, ulong newlines)
    {
        ulong last = 0;
        for (ulong rest = lineStarts; rest != 0; rest &= rest - 1)
        {
            ulong start = rest & (0 - rest);
            last |= (BehindSeeded(lines, start) & newlines) == 0 ? start : 0;
        }

        return last;
    }
}
