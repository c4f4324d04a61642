using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Counts pieces of wide characters alone, see <see cref="WideCounter"/>, up to sixty-four characters side by side: what each is cannot be predicted.</summary>
/// <remarks>
/// For sixteen characters at once it is looked up whether merging may begin with each as a whole, and whether any token reaches across to the
/// next one. What is left are parts between which nothing merges, by length: nine in ten are one or two characters.
/// </remarks>
internal unsafe ref struct WidePieces : IPieceGroup
{
    /// <summary>The memory for pieces, in bytes.</summary>
    internal const int MemoryLength = (Padding + MaxCharacters + (2 * VectorLength)) * sizeof(ushort);

    /// <summary>The most pieces.</summary>
    internal const int MaxCount = 64;

    // The bytes of the longest piece, and how many are read.
    private const int MaxLength = PieceCache.MaxPieceLength;
    private const int ReadableLength = 64;

    private const int MaxCharacters = MaxCount;
    private const int VectorLength = 16;

    // Before the first character one is read, and a whole vector keeps the others aligned.
    private const int Padding = VectorLength;

    // Every third bit: where the characters of a piece begin.
    private const ulong Leads = 0x9249249249249249;

    private readonly BpeVocabulary _vocabulary;
    private readonly ushort* _characters;
    private ulong _firsts;
    private int _characterCount;

    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="memory">Memory for <see cref="MemoryLength"/> bytes.</param>
    internal WidePieces(BpeVocabulary vocabulary, byte* memory)
    {
        _vocabulary = vocabulary;
        _characters = (ushort*)memory + Padding;
    }

    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => Avx512BW.IsSupported && Avx512Vbmi.IsSupported;

    /// <inheritdoc/>
    public readonly int Count => BitOperations.PopCount(_firsts);

    /// <inheritdoc/>
    public readonly bool IsFull => _characterCount > MaxCharacters - (MaxLength / 3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayTake(byte* piece, int length, int readable) => WideCounter.IsLead(*piece) & length <= MaxLength & readable >= ReadableLength;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(byte* piece, int length)
    {
        Vector512<byte> bytes = Vector512.Load(piece);
        ulong inside = ulong.MaxValue >> (64 - length);
        ulong leads = Vector512.LessThan(bytes - Vector512.Create(WideCounter.LeadOfWide), Vector512.Create((byte)(WideCounter.LeadBehindWide - WideCounter.LeadOfWide))).ExtractMostSignificantBits();
        ulong continuations = Vector512.LessThan(bytes.AsSByte(), Vector512.Create((sbyte)-64)).ExtractMostSignificantBits();
        if ((((leads ^ Leads) | (continuations ^ ~Leads)) & inside) != 0)
        {
            return false;
        }

        // Two bytes of each character are in the low ones of its lane, the last one first.
        Vector512<uint> places = (Vector512<uint>.Indices * 0x03030303u) + Vector512.Create(0x000102u);
        Store(bytes, places, _characters + _characterCount);
        if (length > 3 * VectorLength)
        {
            Store(bytes, places + Vector512.Create(0x303030u), _characters + _characterCount + VectorLength);
        }

        _firsts |= 1UL << _characterCount;
        _characterCount += BitOperations.PopCount(leads & inside);
        return true;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CountTokens(uint* tokenCounts)
    {
        uint* symbols = stackalloc uint[MaxCharacters];
        ulong all = ulong.MaxValue >> (MaxCharacters - _characterCount);
        LookUp(symbols, out ulong whole, out ulong joined, out ulong crossed);
        ulong inside = all & ~_firsts;
        joined &= inside;
        crossed &= inside;
        whole &= all;
        ulong parted = 0;
        for (ulong left = crossed; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            uint rank = _vocabulary.Crossed.LeastRankAtEdge(_characters[index - 1], _characters[index]);
            ulong edge = left & (0 - left);
            crossed &= ~(rank == PairTable.None ? edge : 0);
            parted |= (rank < symbols[index] ? edge : 0) | (rank < symbols[index - 1] ? edge >> 1 : 0);
        }

        // Where both become whole before, nothing but pairs of characters is left to merge.
        whole &= ~parted;
        joined |= crossed & ~(whole & (whole << 1));
        ulong firsts = _firsts;
        int place = 0;
        for (int count = 0; firsts != 0; count++)
        {
            firsts &= firsts - 1;
            int next = firsts == 0 ? _characterCount : BitOperations.TrailingZeroCount(firsts);
            tokenCounts[count] = (uint)(next - place);
            place = next;
        }

        CountParts(symbols, all, whole, joined, tokenCounts);
        _firsts = 0;
        _characterCount = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<byte> bytes, Vector512<uint> places, ushort* characters)
    {
        Vector512<uint> ofCharacter = Avx512Vbmi.PermuteVar64x8(bytes, places.AsByte()).AsUInt32();
        Vector512<uint> codePoints = (ofCharacter & Vector512.Create(0x3Fu)) | ((ofCharacter >> 2) & Vector512.Create(0xFC0u)) | ((ofCharacter >> 4) & Vector512.Create(0xF000u));
        Avx512F.ConvertToVector256UInt16(codePoints).Store(characters);
    }

    /// <summary>Returns of each word the bit at an index, of which the low five bits count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitsAt(Vector512<uint> words, Vector512<uint> indices) =>
        (Avx512F.ShiftRightLogicalVariable(words, indices & Vector512.Create(31u)) << 31).ExtractMostSignificantBits();

    /// <summary>Looks up the token of each character.</summary>
    /// <param name="symbols">Takes the tokens.</param>
    /// <param name="whole">Which characters are tokens.</param>
    /// <param name="joined">Before which a token may go on with the whole character.</param>
    /// <param name="crossed">Before which it may hold a part of one of both characters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void LookUp(uint* symbols, out ulong whole, out ulong joined, out ulong crossed)
    {
        uint* bits = (uint*)_vocabulary.Joined.Bits;
        Vector512<uint> lowEdges = Vector512.Load(_vocabulary.Crossed.Edges);
        Vector512<uint> highEdges = Vector512.Load(_vocabulary.Crossed.Edges + VectorLength);
        whole = 0;
        joined = 0;
        crossed = 0;
        for (int index = 0; index < _characterCount; index += VectorLength)
        {
            Vector512<uint> here = Avx512F.ConvertToVector512UInt32(Vector256.Load(_characters + index));
            Vector512<uint> before = Avx512F.ConvertToVector512UInt32(Vector256.Load(_characters + index - 1));
            Vector512<uint> tokens = Gathering.Gather(_vocabulary.WholeCharacters, here);
            (tokens & Vector512.Create(PairTable.IndexMask)).Store(symbols + index);
            whole |= Vector512.GreaterThan(tokens, Vector512<uint>.Zero).ExtractMostSignificantBits() << index;
            Vector512<uint> hash = JoinedCharacters.Hash(before, here);
            joined |= BitsAt(Gathering.Gather(bits, hash >> 5), hash) << index;
            Vector512<uint> edge = CrossedCharacters.Edge(before, here);
            crossed |= BitsAt(Avx512F.PermuteVar16x32x2(lowEdges, edge >> 5, highEdges), edge) << index;
        }
    }

    /// <summary>Takes from the number of characters of each piece what its parts merge.</summary>
    private readonly void CountParts(uint* symbols, ulong all, ulong whole, ulong joined, uint* tokenCounts)
    {
        PairTable pairs = _vocabulary.WidePairs;
        ulong starts = all & ~joined;
        ulong joints = joined >> 1;
        for (ulong lone = starts & ~joints & ~whole; lone != 0; lone &= lone - 1)
        {
            int index = BitOperations.TrailingZeroCount(lone);
            tokenCounts[PieceOf(index)] += _vocabulary.WholeCharacters[_characters[index]] != 0 ? 0u : 2u - (uint)LoneCharacters.CountMerges(_vocabulary.LoneCharacters.Merges, _characters[index]);
        }

        ulong longer = starts & joints;
        ulong twos = longer & ~(joints >> 1) & whole & (whole >> 1);
        for (ulong left = twos; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            tokenCounts[PieceOf(index)] -= pairs.Find(symbols[index], symbols[index + 1]) != PairTable.None ? 1u : 0;
        }

        ulong threes = longer & (joints >> 1) & ~(joints >> 2) & whole & (whole >> 1) & (whole >> 2);
        for (ulong left = threes; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            tokenCounts[PieceOf(index)] -= (uint)FewSymbols.CountMergesOfThree(pairs, symbols[index], symbols[index + 1], symbols[index + 2]);
        }

        for (ulong left = longer & ~twos & ~threes; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            int length = 1 + BitOperations.TrailingZeroCount(~(joints >> index));
            tokenCounts[PieceOf(index)] += CountPart(symbols + index, _characters + index, whole >> index, length) - (uint)length;
        }
    }

    [SkipLocalsInit]
    private readonly uint CountPart(uint* symbols, ushort* characters, ulong whole, int length)
    {
        uint* part = stackalloc uint[FewSymbols.MaxLength];
        uint* end = part;
        uint* bytes = _vocabulary.ByteSymbols;
        for (int index = 0; index < length; index++)
        {
            if (((whole >> index) & 1) != 0)
            {
                *end++ = symbols[index];
                continue;
            }

            uint codePoint = characters[index];
            *end++ = bytes[0xE0 | (codePoint >> 12)];
            *end++ = bytes[0x80 | ((codePoint >> 6) & 0x3F)];
            *end++ = bytes[0x80 | (codePoint & 0x3F)];
        }

        return (uint)PieceMerger.MergeSymbols(_vocabulary.WidePairs, part, (int)(end - part));
    }

    /// <summary>Returns the index of the piece that a character belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int PieceOf(int character) => BitOperations.PopCount(_firsts << (MaxCharacters - 1 - character)) - 1;
}
