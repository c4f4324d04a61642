using System.Numerics;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>The merges of words of characters from U+0400 to U+047F, behind one of ASCII perhaps, numbered on their own, so that vectors can look them up.</summary>
/// <remarks>
/// <para>
/// A symbol is a number of 16 bits: 0 is none, the bytes come first, then the merges in the order of their ranks. The merges of a left symbol
/// are a row, by the right symbol, and the rows lie in each other's gaps, each from a place of its own on: what stands in a cell says which
/// row it belongs to. So a look-up is two reads, and has no branch.
/// </para>
/// <para>Pairs of letters are those of <see cref="LetterPairs"/>, in the same numbers; ranks and bounds are compared in up to 127 steps.</para>
/// </remarks>
internal sealed unsafe class CyrillicMerges
{
    /// <summary>The first of the characters.</summary>
    internal const int FirstCodePoint = 0x400;

    /// <summary>The number of characters; a character is its distance from the first one.</summary>
    internal const int CharacterCount = 0x80;

    /// <summary>The first byte of the first half of the characters; that of the second half follows.</summary>
    internal const byte FirstLead = 0xC0 | (FirstCodePoint >> 6);

    /// <summary>What a character of ASCII is among characters, of whose merges with others nothing is to be known; others have numbers of their own behind it.</summary>
    internal const int PlainPrefix = CharacterCount;

    /// <summary>The number of characters of ASCII.</summary>
    internal const int PrefixCount = 0x80;

    /// <summary>The symbol of the first character of ASCII; the others follow.</summary>
    internal const int PrefixSymbol = 1;

    /// <summary>The symbol of the first byte of the first half of the characters; that of the second half follows.</summary>
    internal const int LeadSymbol = PrefixSymbol + PrefixCount;

    /// <summary>The symbol of the least continuation byte; the others follow.</summary>
    internal const int ContinuationSymbol = LeadSymbol + 2;

    /// <summary>The symbol of the first merge.</summary>
    internal const int FirstMerge = ContinuationSymbol + 64;

    /// <summary>Symbols, and the places where rows begin, are less than this.</summary>
    internal const int MaxSymbols = ushort.MaxValue;

    /// <summary>The step that no merge has.</summary>
    internal const int NoStep = 127;

    /// <summary>In the low half of a pair: its letters merge into nothing.</summary>
    internal const uint NoToken = 0xFFFF;

    /// <summary>Where in a pair stands by how many steps from none something takes the left letter away.</summary>
    internal const int TakesLeftShift = 16;

    /// <summary>Where in a pair stands by how many steps from none something takes the right letter away.</summary>
    internal const int TakesRightShift = 23;

    /// <summary>Flags a pair whose left letter may break.</summary>
    internal const uint LeftMayBreak = 1u << 30;

    /// <summary>Flags a pair whose right letter may break.</summary>
    internal const uint RightMayBreak = 1u << 31;

    /// <summary>The length of an item of <see cref="CompactVocabulary.CyrillicPairs"/>.</summary>
    internal const int PairLength = 6;

    private readonly AlignedMemory _cells;
    private readonly AlignedMemory _rows;
    private readonly AlignedMemory _letters;
    private readonly AlignedMemory _prefixes = new(PrefixCount);
    private readonly AlignedMemory _pairs;

    internal CyrillicMerges(CompactVocabulary compact)
    {
        ReadOnlySpan<ushort> rows = MemoryMarshal.Cast<byte, ushort>(compact.CyrillicRows);
        ReadOnlySpan<ushort> merges = MemoryMarshal.Cast<byte, ushort>(compact.CyrillicMerges);
        int lastRow = 0;
        foreach (ushort row in rows)
        {
            lastRow = Math.Max(lastRow, row);
        }

        StepBits = StepBitsOf(rows.Length);

        // A row can be asked for any symbol. A place is read as part of a word.
        int cellCount = lastRow + rows.Length;
        _cells = new AlignedMemory((nuint)cellCount * sizeof(uint));
        new Span<uint>(Cells, cellCount).Fill(uint.MaxValue);
        _rows = new AlignedMemory((nuint)(rows.Length + 1) * sizeof(ushort));
        rows.CopyTo(new Span<ushort>(_rows.Pointer, rows.Length));
        for (int merge = 0; merge < merges.Length / 2; merge++)
        {
            ushort left = merges[2 * merge];
            Cells[rows[left] + merges[(2 * merge) + 1]] = ((uint)(FirstMerge + merge) << 16) | left;
        }

        _letters = new AlignedMemory(CharacterCount * sizeof(ushort));
        compact.CyrillicLetters.CopyTo(new Span<byte>(_letters.Pointer, CharacterCount * sizeof(ushort)));
        compact.CyrillicPrefixes.CopyTo(new Span<byte>(_prefixes.Pointer, PrefixCount));
        int lastPrefix = PlainPrefix;
        foreach (byte prefix in compact.CyrillicPrefixes)
        {
            lastPrefix = Math.Max(lastPrefix, prefix);
        }

        int pairCount = (lastPrefix + 1) * CharacterCount;
        _pairs = new AlignedMemory((nuint)pairCount * sizeof(uint));
        new Span<uint>(Pairs, pairCount).Fill(NoToken);
        ReadOnlySpan<byte> pairs = compact.CyrillicPairs;
        for (; !pairs.IsEmpty; pairs = pairs[PairLength..])
        {
            Pairs[MemoryMarshal.Read<ushort>(pairs)] = MemoryMarshal.Read<uint>(pairs[sizeof(ushort)..]);
        }
    }

    /// <summary>For each cell, the symbol that a merge gives in the high half, and in the low half that of the row; all bits, if there is no merge.</summary>
    internal uint* Cells => (uint*)_cells.Pointer;

    /// <summary>The cell where the row of each symbol begins.</summary>
    internal ushort* Rows => (ushort*)_rows.Pointer;

    /// <summary>The symbol of each character with which merging may begin, else 0.</summary>
    internal ushort* Letters => (ushort*)_letters.Pointer;

    /// <summary>What each character of ASCII is among characters.</summary>
    internal byte* Prefixes => _prefixes.Pointer;

    /// <summary>By the left and the right character, the symbol they merge into, by how much something else may take them away, and whether they may break.</summary>
    internal uint* Pairs => (uint*)_pairs.Pointer;

    /// <summary>How many low bits of a symbol make no difference to its step.</summary>
    internal int StepBits { get; }

    /// <summary>Whether there are any merges.</summary>
    internal bool IsEmpty => _rows.Length <= FirstMerge * sizeof(ushort);

    internal long ByteCount => (long)(_cells.Length + _rows.Length + _letters.Length + _prefixes.Length + _pairs.Length);

    /// <summary>Returns how many low bits of a symbol make no difference to its step, where there are so many symbols.</summary>
    internal static int StepBitsOf(int symbolCount) => Math.Max(0, BitOperations.Log2((uint)symbolCount) + 1 - BitOperations.Log2(NoStep + 1));
}
