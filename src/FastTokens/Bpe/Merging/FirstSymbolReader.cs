using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Reads the symbols that merging begins with from a text, sixteen at a time.</summary>
/// <remarks>
/// Characters of one and two bytes are one each; whether they break beside their neighbours is noted. Longer ones are as many as are left when they are
/// cut where they have to be: whole, a head and bytes, or bytes.
/// </remarks>
internal static unsafe class FirstSymbolReader
{
    private const int BlockLength = 64;
    private const int VectorLength = 16;
    private const byte LeastLeadOfThree = 0xE0;
    private const byte LeastLeadOfFour = 0xF0;

    // Of a set of neighbours, for the bytes before a character, then as many for those behind it.
    private const uint BitsOfSide = byte.MaxValue + 1;

    /// <summary>Reads ASCII, each character of which is a symbol; returns <see langword="false"/> if there is something else, or no letter.</summary>
    internal static bool TryReadLetters(BpeVocabulary vocabulary, byte* text, int length, FirstSymbols first)
    {
        if (ContainsWideBytes(text, length))
        {
            return false;
        }

        uint* ascii = vocabulary.Letters.Ascii;
        ulong* pairs = vocabulary.Letters.Pairs;
        uint letter = LetterPairs.Separator;
        uint missing = 0;
        for (int place = 0; place < length; place++)
        {
            uint before = letter;
            uint character = ascii[text[place]];
            letter = character >> LetterPairs.AsciiLetterShift;
            missing |= letter - 1;
            first.Symbols[place] = character;
            first.Pairs[place - 1] = pairs[(before * LetterPairs.LetterCount) + letter];
        }

        return (int)missing >= 0;
    }

    /// <summary>Reads characters of all lengths; returns how many symbols there are.</summary>
    internal static int Read(BpeVocabulary vocabulary, byte* text, int length, FirstSymbols first)
    {
        int count = 0;
        ulong next = 0;
        for (int block = 0; block < length; block += BlockLength)
        {
            count += ReadBlock(vocabulary, text + block, Inside(length - block), ref next, first, count);
        }

        byte* letterOf = vocabulary.Letters.LetterOf;
        ulong* pairs = vocabulary.Letters.Pairs;
        uint letter = LetterPairs.Separator;
        for (int group = 0; group < count; group += VectorLength)
        {
            if (letter == 0 && Vector512.Load(first.CodePoints + group) == Vector512<uint>.Zero)
            {
                Vector512.Create(pairs[0]).Store(first.Pairs + group - 1);
                Vector512.Create(pairs[0]).Store(first.Pairs + group - 1 + Vector512<ulong>.Count);
                continue;
            }

            int end = Math.Min(count, group + VectorLength);
            for (int place = group; place < end; place++)
            {
                uint before = letter;
                letter = letterOf[first.CodePoints[place]];
                first.Pairs[place - 1] = pairs[(before * LetterPairs.LetterCount) + letter];
            }
        }

        return count;
    }

    /// <summary>Reads a block; returns how many symbols begin in it.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="text">The block, and what stands beside it.</param>
    /// <param name="inside">The bytes of the text.</param>
    /// <param name="next">The bytes at the start of the block, or the next one, that symbols begin with because of a character before the block.</param>
    /// <param name="first">Takes the symbols.</param>
    /// <param name="place">Where they go.</param>
    [SkipLocalsInit]
    private static int ReadBlock(BpeVocabulary vocabulary, byte* text, ulong inside, ref ulong next, FirstSymbols first, int place)
    {
        uint* places = stackalloc uint[BlockLength];
        uint* entries = stackalloc uint[BlockLength + VectorLength];
        Surroundings bytes = new(text);
        Vector512<byte> block = Vector512.Load(text);
        ulong separators = Vector512.Equals(block, Vector512.Create(SymbolReader.Separator)).ExtractMostSignificantBits();
        ulong continuations = Vector512.LessThan(block.AsSByte(), Vector512.Create((sbyte)-64)).ExtractMostSignificantBits() & inside;
        ulong longer = Vector512.GreaterThanOrEqual(block, Vector512.Create(LeastLeadOfThree)).ExtractMostSignificantBits() & ~separators & inside;
        ulong twos = block.ExtractMostSignificantBits() & ~continuations & ~separators & ~longer & inside;

        // Of a character that begins before the first piece, each byte.
        ulong cut = continuations & ~(continuations + ((separators << 1) & continuations));
        ulong starts = (~continuations & inside) | cut | next;
        ulong whole = 0;
        ulong heads = 0;
        ulong lone = 0;
        next = 0;
        if (longer != 0)
        {
            ulong longest = Vector512.GreaterThanOrEqual(block, Vector512.Create(LeastLeadOfFour)).ExtractMostSignificantBits() & longer;
            Vector512BlockOps.WriteIndices(longer, 0, (int*)places);
            FindWhole(vocabulary, bytes, places, entries, longer, out whole, out heads, out lone);
            lone &= ~longest;
            ulong seconds = longer & ~whole & ~heads;
            ulong thirds = longer & ~whole;
            starts |= (seconds << 1) | (thirds << 2) | (longest << 3);
            next = (seconds >> 63) | (thirds >> 62) | (longest >> 61);
        }

        Vector512BlockOps.WriteIndices(starts, 0, (int*)places);
        twos = Bmi2.X64.ParallelBitExtract(twos, starts);
        ulong found = Bmi2.X64.ParallelBitExtract(whole | heads, starts);
        lone = Bmi2.X64.ParallelBitExtract(lone, starts);
        int count = BitOperations.PopCount(starts);
        for (int index = 0; index < count; index += VectorLength)
        {
            Vector512<uint> start = Vector512.Load(places + index) & Vector512.Create(BlockLength - 1u);
            Vector512<uint> isTwo = SymbolRow.FromBits((uint)(twos >> index));
            Vector512<uint> here = bytes.From(start);
            Vector512<uint> lead = here & Vector512.Create(0xFFu);
            Vector512<uint> character = WholeCharacters.OfTwo(here);
            Vector512<uint> codePoint = (lead & Vector512.LessThan(lead, Vector512.Create(0x80u))) | (character & isTwo)
                | (Vector512.Equals(lead, Vector512.Create((uint)SymbolReader.Separator)) & Vector512.Create((uint)LetterPairs.SeparatorCodePoint));
            codePoint.Store(first.CodePoints + place + index);
            character = Vector512.ConditionalSelect(isTwo, character, lead + Vector512.Create((uint)WholeCharacters.FirstByte));
            Vector512<uint> flags = Vector512<uint>.Zero;
            Vector512<uint> entry = Vector512<uint>.Zero;
            uint foundHere = (ushort)(found >> index);
            if (foundHere != ushort.MaxValue)
            {
                entry = Gathering.Gather(vocabulary.WholeCharacters, character);
            }

            if (found != 0)
            {
                entry = Avx512F.ExpandLoad(entries, SymbolRow.FromBits(foundHere), entry);
                entries += BitOperations.PopCount(foundHere);
                flags = SymbolRow.FromBits((uint)(lone >> index)) & Vector512.Create(FirstSymbols.MergesNotBehind);
            }

            if (twos != 0)
            {
                Vector512<uint> behind = (here >> 16) & Vector512.Create(0xFFu);
                flags |= AreBroken(vocabulary, entry, bytes.Before(start), behind) & isTwo & Vector512.Create(FirstSymbols.Breaks);
            }

            Vector512<uint> symbols = entry & Vector512.Create(PairTable.IndexMask);
            symbols |= Vector512.Equals(entry, Vector512<uint>.Zero) & isTwo;
            symbols = Vector512.ConditionalSelect(Vector512.Equals(lead, Vector512.Create((uint)SymbolReader.Separator)), Vector512.Create(SymbolReader.SeparatorSymbol), symbols);
            symbols.Store(first.Symbols + place + index);
            (flags | (here & Vector512.Create(0xFFFFu))).Store(first.Bytes + place + index);
        }

        return count;
    }

    /// <summary>Finds which characters of three and four bytes begin as a whole, of four the first three bytes; of which others the first two bytes do; and which of these are characters of three that are no tokens.</summary>
    /// <remarks>What is known of these characters and heads goes into the entries.</remarks>
    private static void FindWhole(BpeVocabulary vocabulary, Surroundings bytes, uint* places, uint* entries, ulong leads, out ulong whole, out ulong heads, out ulong lone)
    {
        int count = BitOperations.PopCount(leads);
        uint* table = vocabulary.WholeCharacters;
        ulong areWhole = 0;
        ulong areHeads = 0;
        ulong areLone = 0;
        for (int index = 0; index < count; index += VectorLength)
        {
            Vector512<uint> start = Vector512.Load(places + index) & Vector512.Create(BlockLength - 1u);
            Vector512<uint> here = bytes.From(start);
            Vector512<uint> before = bytes.Before(start);
            Vector512<uint> isLong = Vector512.GreaterThanOrEqual(here & Vector512.Create(0xFFu), Vector512.Create((uint)LeastLeadOfFour));
            Vector512<uint> ofFirst = Gathering.Gather(table, Vector512.ConditionalSelect(isLong, WholeCharacters.HeadsOfThree(here), WholeCharacters.OfThree(here)));
            uint broken = (uint)AreBroken(vocabulary, ofFirst, before, here >> 24).ExtractMostSignificantBits();
            areLone |= Vector512.Equals(ofFirst, Vector512<uint>.Zero).ExtractMostSignificantBits() << index;
            uint inside = (ushort)((1u << Math.Min(VectorLength, count - index)) - 1);
            uint found = ~broken & inside;
            areWhole |= (ulong)found << index;
            if (found != inside)
            {
                Vector512<uint> ofHead = Gathering.Gather(table, WholeCharacters.HeadsOfTwo(here));
                uint brokenHeads = (uint)AreBroken(vocabulary, ofHead, before, (here >> 16) & Vector512.Create(0xFFu)).ExtractMostSignificantBits();
                uint hasHead = broken & ~brokenHeads & inside;
                areHeads |= (ulong)hasHead << index;
                ofFirst = Vector512.ConditionalSelect(SymbolRow.FromBits(broken), ofHead, ofFirst);
                found |= hasHead;
            }

            Avx512F.Compress(Vector512<uint>.Zero, SymbolRow.FromBits(found), ofFirst).Store(entries);
            entries += BitOperations.PopCount(found);
        }

        whole = Bmi2.X64.ParallelBitDeposit(areWhole, leads);
        heads = Bmi2.X64.ParallelBitDeposit(areHeads, leads);
        lone = Bmi2.X64.ParallelBitDeposit(areLone, leads) & heads;
    }

    /// <summary>Returns which characters or heads do not stay whole: they are no tokens, or one of the bytes beside them breaks them.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="whole">What <see cref="BpeVocabulary.WholeCharacters"/> says of them.</param>
    /// <param name="before">The bytes before them.</param>
    /// <param name="behind">The bytes behind them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> AreBroken(BpeVocabulary vocabulary, Vector512<uint> whole, Vector512<uint> before, Vector512<uint> behind)
    {
        Vector512<uint> isNone = Vector512.Equals(whole, Vector512<uint>.Zero);
        if (isNone == Vector512<uint>.AllBitsSet)
        {
            return isNone;
        }

        uint* sets = (uint*)vocabulary.NeighborSets;
        Vector512<uint> set = (whole >> PairTable.IndexBits) * Vector512.Create(2 * BitsOfSide);
        Vector512<uint> bits = Gathering.GatherBits(sets, set + before) | Gathering.GatherBits(sets, set + Vector512.Create(BitsOfSide) + behind);
        return Vector512.Equals(bits & Vector512<uint>.One, Vector512<uint>.One) | isNone;
    }

    /// <summary>Returns whether there are bytes of characters of two and more.</summary>
    private static bool ContainsWideBytes(byte* text, int length)
    {
        ulong wide = 0;
        for (int index = 0; index < length; index += BlockLength)
        {
            Vector512<byte> bytes = Vector512.Load(text + index);
            wide |= (bytes.ExtractMostSignificantBits() ^ Vector512.Equals(bytes, Vector512.Create(SymbolReader.Separator)).ExtractMostSignificantBits()) & Inside(length - index);
        }

        return wide != 0;
    }

    /// <summary>Returns a bit for each byte of a block that is inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Inside(int length) => ulong.MaxValue >> Math.Max(0, BlockLength - length);

    /// <summary>The bytes of a block and around it.</summary>
    private readonly ref struct Surroundings(byte* block)
    {
        private readonly byte* _block = block;
        private readonly Vector512<byte> _low = Vector512.Load(block - 1);
        private readonly Vector512<byte> _high = Vector512.Load(block - 1 + BlockLength);

        /// <summary>Returns four bytes from each place in the block on, the first one lowest.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Vector512<uint> From(Vector512<uint> places) => Avx512Vbmi.IsSupported
            ? Avx512Vbmi.PermuteVar64x8x2(_low, ((places * Vector512.Create(0x01010101u)) + Vector512.Create(0x04030201u)).AsByte(), _high).AsUInt32()
            : Gathering.Gather((uint*)_block, places, 1);

        /// <summary>Returns the byte before each place.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Vector512<uint> Before(Vector512<uint> places) => Vector512.Create(0xFFu)
            & (Avx512Vbmi.IsSupported ? Avx512Vbmi.PermuteVar64x8(_low, places.AsByte()).AsUInt32() : Gathering.Gather((uint*)(_block - 1), places, 1));
    }
}
