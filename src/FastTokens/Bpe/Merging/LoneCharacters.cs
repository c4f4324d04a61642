using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>How many tokens a character is that is none, if nothing beside it takes part in its merges.</summary>
/// <remarks>
/// Of three bytes at most two merge: were there a second merge, it would give the character. Of four, mostly none do. But emoji and mathematical
/// letters begin with two that merge: for all 4,096 characters with the same first two bytes, a page, the tokens are known.
/// </remarks>
internal sealed unsafe class LoneCharacters
{
    /// <summary>The length of an item of <see cref="CompactVocabulary.LongPages"/>: the number of a page, in two bytes, and the tokens of each of its characters.</summary>
    internal const int ItemLength = 2 + PageLength;

    private const int PageLength = 1 << 12;
    private const int MaxPages = 8;
    private const byte MergingPage = byte.MaxValue;

    // Whether two bytes merge: the first two of three, and the last, or two more. A lead counts four bits, the others six each.
    private const int Heads = 1 << 10;

    // Pages, by the bits of a character of four bytes without the last twelve.
    private const int FirstPage = 0x10;
    private const int PageCount = 0x110;

    private readonly AlignedMemory _merges = new(Heads + (1 << 12));
    private readonly AlignedMemory _placeOfPage = new(PageCount);
    private readonly AlignedMemory _pages;

    internal LoneCharacters(CompactVocabulary compact, PairTable pairs, uint* byteSymbols)
    {
        for (int head = 0; head < Heads; head++)
        {
            _merges.Pointer[head] = Merges(0xE0 | (head >> 6), 0x80 | (head & 0x3F));
        }

        for (int tail = 0; tail < 1 << 12; tail++)
        {
            _merges.Pointer[Heads + tail] = Merges(0x80 | (tail >> 6), 0x80 | (tail & 0x3F));
        }

        // Place 0 is for the pages whose first two bytes do not merge.
        for (int page = FirstPage; page < PageCount; page++)
        {
            _placeOfPage.Pointer[page] = (byte)(MergingPage * Merges(0xF0 | (page >> 6), 0x80 | (page & 0x3F)));
        }

        ReadOnlySpan<byte> pages = compact.LongPages;
        _pages = new AlignedMemory((nuint)(pages.Length / ItemLength * PageLength));
        for (int place = 0; !pages.IsEmpty; place++, pages = pages[ItemLength..])
        {
            _placeOfPage.Pointer[BinaryPrimitives.ReadUInt16LittleEndian(pages)] = (byte)(place + 1);
            pages[2..ItemLength].CopyTo(new Span<byte>(_pages.Pointer + (place * PageLength), PageLength));
        }

        byte Merges(int left, int right) => pairs.Find(byteSymbols[left], byteSymbols[right]) == PairTable.None ? (byte)0 : (byte)1;
    }

    internal long ByteCount => (long)(_merges.Length + _placeOfPage.Length + _pages.Length);

    /// <summary>For two bytes whether they merge.</summary>
    internal byte* Merges => _merges.Pointer;

    /// <summary>Returns the number of merges of a character of three bytes that is no token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CountMerges(byte* merges, uint codePoint) => merges[codePoint >> 6] | merges[Heads + (codePoint & 0xFFF)];

    /// <summary>Returns the number of tokens of a character of four bytes, or 0 if that is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint CountTokens(uint codePoint)
    {
        int place = _placeOfPage.Pointer[codePoint >> 12];
        return place == MergingPage ? 0
            : place != 0 ? _pages.Pointer[((place - 1) * PageLength) + (int)(codePoint & 0xFFF)]
            : (Merges[Heads + ((codePoint >> 6) & 0xFFF)] | Merges[Heads + (codePoint & 0xFFF)]) == 0 ? 4u
            : 0;
    }

    /// <summary>Finds the pages of which something is to be known: those of two bytes that merge. Of more than eight the others are merged when they come up.</summary>
    internal static List<(int Page, byte[] TokenCounts)> FindPages(byte[][] tokens, TokenPart[] parts)
    {
        PairTable pairs = new(tokens.Length);
        uint* byteSymbols = stackalloc uint[256];
        for (int token = 0; token < tokens.Length; token++)
        {
            if (!parts[token].IsNone)
            {
                pairs.Add(parts[token].Left, parts[token].Right, (uint)token);
            }
            else if (tokens[token].Length == 1)
            {
                byteSymbols[tokens[token][0]] = (uint)token;
            }
        }

        uint* symbols = stackalloc uint[4];
        List<(int Page, byte[] TokenCounts)> pages = [];
        for (int page = FirstPage; page < PageCount; page++)
        {
            uint lead = byteSymbols[0xF0 | (page >> 6)];
            uint second = byteSymbols[0x80 | (page & 0x3F)];
            if (pages.Count == MaxPages || pairs.Find(lead, second) == PairTable.None)
            {
                continue;
            }

            byte[] counts = new byte[PageLength];
            for (int character = 0; character < PageLength; character++)
            {
                symbols[0] = lead;
                symbols[1] = second;
                symbols[2] = byteSymbols[0x80 | (character >> 6)];
                symbols[3] = byteSymbols[0x80 | (character & 0x3F)];
                counts[character] = (byte)FewSymbols.Merge(pairs, symbols, 4);
            }

            pages.Add((page, counts));
        }

        return pages;
    }
}
