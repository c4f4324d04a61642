using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Up to 64 bytes of well-formed UTF-8 from the start of a piece on: a mask for each class that the grammars ask for.</summary>
internal unsafe ref struct PieceBlock
{
    internal ulong Upper;
    internal ulong Lower;
    internal ulong Uncased;
    internal ulong Mark;
    internal ulong Number;

    /// <summary>All whitespace, newlines and blanks among it.</summary>
    internal ulong Whitespace;

    internal ulong Newline;
    internal ulong Blank;
    internal ulong Apostrophe;
    internal ulong Slash;

    /// <summary>The bytes that begin a character.</summary>
    internal ulong Lead;

    /// <summary>The bytes themselves, at least two more than <see cref="Length"/>.</summary>
    internal byte* Bytes;

    /// <summary>The number of bytes that are known, 1 to 64; no bit stands behind them.</summary>
    internal int Length;

    /// <summary>Whether the text ends behind the block.</summary>
    internal bool IsEnd;

    internal readonly ulong Letter => Upper | Lower | Uncased;

    internal readonly ulong Known => ulong.MaxValue >> (64 - Length);

    /// <summary>Returns the bytes of the characters of some classes.</summary>
    /// <param name="classes">A set of classes, a bit each.</param>
    internal readonly ulong Of(uint classes)
    {
        ulong others = Known & ~(Letter | Mark | Number | Whitespace | Apostrophe | Slash);
        return Choose(classes, PreTokenClass.Other, others)
            | Choose(classes, PreTokenClass.Upper, Upper)
            | Choose(classes, PreTokenClass.Lower, Lower)
            | Choose(classes, PreTokenClass.Uncased, Uncased)
            | Choose(classes, PreTokenClass.Mark, Mark)
            | Choose(classes, PreTokenClass.Number, Number)
            | Choose(classes, PreTokenClass.Space, Whitespace & ~(Newline | Blank))
            | Choose(classes, PreTokenClass.Newline, Newline)
            | Choose(classes, PreTokenClass.Blank, Blank)
            | Choose(classes, PreTokenClass.Apostrophe, Apostrophe)
            | Choose(classes, PreTokenClass.Slash, Slash);
    }

    /// <summary>Returns the first bytes of the characters before some others.</summary>
    /// <param name="characters">The first bytes of these.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ulong Before(ulong characters)
    {
        ulong fourth = characters >> 1;
        if (Lead == ulong.MaxValue)
        {
            return fourth;
        }

        ulong third = (fourth & ~Lead) >> 1;
        ulong second = (third & ~Lead) >> 1;
        return ((fourth | third | second) & Lead) | ((second & ~Lead) >> 1);
    }

    private static ulong Choose(uint classes, int charClass, ulong bytes) => (0 - (ulong)((classes >> charClass) & 1)) & bytes;

    /// <summary>Forgets what stands from an index on, which must not be 0.</summary>
    internal void Cut(int length)
    {
        Length = length;
        IsEnd = false;
        ulong known = Known;
        Upper &= known;
        Lower &= known;
        Uncased &= known;
        Mark &= known;
        Number &= known;
        Whitespace &= known;
        Newline &= known;
        Blank &= known;
        Apostrophe &= known;
        Slash &= known;
    }

    /// <summary>
    /// Returns what is certain of starts: the first byte, and those that what follows the block cannot change. A contraction, the longest
    /// look ahead, has two letters.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ulong Settle(ulong starts)
    {
        ulong certain = IsEnd ? Known : Known >> 2;
        return (starts & certain) | 1;
    }

    /// <summary>Returns the length of the contraction whose apostrophe stands at an index, or 0.</summary>
    internal readonly int ContractionAt(int apostrophe, bool ignoreCase)
    {
        // Bytes behind the known ones can only spoil starts that are not certain.
        int caseBit = ignoreCase ? 0x20 : 0;
        int first = Bytes[apostrophe + 1] | caseBit;
        int second = Bytes[apostrophe + 2] | caseBit;
        return first switch
        {
            's' or 'd' or 'm' or 't' => 2,
            'l' when second == 'l' => 3,
            'v' or 'r' when second == 'e' => 3,
            _ => 0,
        };
    }
}
