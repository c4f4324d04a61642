using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>
/// Counts pieces of characters of three and four bytes, the first of them from U+2000 on, behind a character of ASCII perhaps: up to sixty-four
/// characters side by side, for what each is cannot be predicted.
/// </summary>
/// <remarks>
/// For sixteen characters at once it is looked up whether merging may begin with each as a whole, and whether any token reaches across to the
/// next one. What is left are parts between which nothing merges, by length: nine in ten are one or two characters.
/// </remarks>
internal unsafe ref struct WidePieces : IPieceGroup
{
    /// <summary>The memory for pieces, in bytes.</summary>
    internal const int MemoryLength = (Padding + MaxCharacters + (2 * VectorLength)) * sizeof(uint);

    /// <summary>The most pieces.</summary>
    internal const int MaxCount = 64;

    // The bytes of the longest piece of a group, and how many must be readable: a block behind a character of ASCII.
    private const int MaxLength = PieceCache.MaxPieceLength;
    private const int ReadableLength = 1 + BlockLength;

    // The bytes of a block, the most characters that are read from it, and how many bytes of a long piece are read at once: twenty characters of
    // three bytes, or fifteen of four.
    private const int BlockLength = 64;
    private const int MaxBlockCharacters = MaxLength / 3;
    private const int PieceBlockLength = 60;

    private const int MaxCharacters = MaxCount;
    private const int VectorLength = 16;

    // Before the first character one is read, and a whole vector keeps the others aligned.
    private const int Padding = VectorLength;

    private const byte LeastLead = 0xE0;

    private readonly BpeVocabulary _vocabulary;
    private readonly uint* _characters;
    private int _characterCount;

    // A bit for each character: whether a piece begins with it, whether it is one of ASCII, or of four bytes. And whether all others are wide.
    private ulong _firsts;
    private ulong _plain;
    private ulong _long;
    private bool _areWide = true;

    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="memory">Memory for <see cref="MemoryLength"/> bytes.</param>
    internal WidePieces(BpeVocabulary vocabulary, byte* memory)
    {
        _vocabulary = vocabulary;
        _characters = (uint*)memory + Padding;
    }

    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => CodePoints.IsSupported && Bmi2.X64.IsSupported;

    /// <inheritdoc/>
    public readonly int Count => BitOperations.PopCount(_firsts);

    /// <inheritdoc/>
    public readonly bool IsFull => _characterCount > MaxCharacters - MaxBlockCharacters - 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayTake(byte* piece, int length, int readable) => MayBegin(piece) & length is > 1 and <= MaxLength & readable >= ReadableLength;

    /// <summary>Returns whether a piece of at least two bytes may be of this kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool MayBegin(byte* piece) => piece[*piece < 0x80 ? 1 : 0] >= WideCounter.LeadOfWide;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(byte* piece, int length)
    {
        int first = _characterCount;
        int plain = AddPlain(piece);
        if (!TryRead(piece + plain, length - plain))
        {
            _characterCount = first;
            _plain &= ~(1UL << first);
            return false;
        }

        _firsts |= 1UL << first;
        return true;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void CountTokens(uint* tokenCounts)
    {
        uint* symbols = stackalloc uint[MaxCharacters];
        FindParts(symbols, open: 0, out ulong whole, out ulong joined);
        ulong firsts = _firsts;
        int place = 0;
        for (int count = 0; firsts != 0; count++)
        {
            firsts &= firsts - 1;
            int next = firsts == 0 ? _characterCount : BitOperations.TrailingZeroCount(firsts);
            tokenCounts[count] = (uint)(next - place);
            place = next;
        }

        CountParts(symbols, All, whole, joined, tokenCounts);
        Clear();
    }

    /// <summary>Counts the tokens of a piece of any length; returns <see langword="false"/> if it has other characters, or a part that is too long. The group must be empty.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="count">The tokens.</param>
    [SkipLocalsInit]
    internal bool TryCount(byte* piece, int length, out long count)
    {
        uint* symbols = stackalloc uint[MaxCharacters];
        byte* last = stackalloc byte[BlockLength];
        count = 0;
        int index = 0;
        while (index < length)
        {
            AddPlain(piece + index);
            int end = index + _characterCount;
            while (end < length && _characterCount <= MaxCharacters - MaxBlockCharacters)
            {
                int blockLength = Math.Min(PieceBlockLength, length - end);
                byte* block = piece + end;
                while (blockLength < length - end && Utf8Sequence.IsContinuation(block[blockLength]))
                {
                    blockLength--;
                }

                if (length - end < BlockLength)
                {
                    new ReadOnlySpan<byte>(block, blockLength).CopyTo(new Span<byte>(last, BlockLength));
                    block = last;
                }

                if (!TryRead(block, blockLength))
                {
                    Clear();
                    return false;
                }

                end += blockLength;
            }

            _firsts = 1;
            ulong all = All;
            FindParts(symbols, end < length ? all ^ (all >> 1) : 0, out ulong whole, out ulong joined);
            if (end < length)
            {
                // The last part may go on behind these characters: it is read again.
                all = (1UL << (MaxCharacters - 1 - BitOperations.LeadingZeroCount(all & ~joined))) - 1;
            }

            uint tokens = (uint)BitOperations.PopCount(all);
            CountParts(symbols, all, whole, joined, &tokens);
            count += tokens;
            index += (3 * BitOperations.PopCount(all)) + BitOperations.PopCount(all & _long) - (2 * BitOperations.PopCount(all & _plain));
            Clear();
            if (all == 0)
            {
                return false;
            }
        }

        return true;
    }

    // A bit for each character.
    private readonly ulong All => ulong.MaxValue >> (MaxCharacters - _characterCount);

    private void Clear()
    {
        _characterCount = 0;
        _firsts = 0;
        _plain = 0;
        _long = 0;
        _areWide = true;
    }

    /// <summary>Takes a character if it is one of ASCII; returns 1 then, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AddPlain(byte* character)
    {
        int plain = *character < 0x80 ? 1 : 0;
        _characters[_characterCount] = *character;
        _plain |= (ulong)(uint)plain << _characterCount;
        _characterCount += plain;
        return plain;
    }

    /// <summary>Reads up to 62 bytes, of which 64 are readable; returns <see langword="false"/> if there are characters of one or two bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRead(byte* piece, int length)
    {
        Vector512<byte> bytes = Vector512.Load(piece);
        ulong inside = ulong.MaxValue >> (BlockLength - length);
        Vector512<byte> areLeads = Vector512.GreaterThanOrEqual(bytes, Vector512.Create(LeastLead));
        ulong leads = areLeads.ExtractMostSignificantBits() & inside;
        ulong others = Vector512.GreaterThanOrEqual(bytes.AsSByte(), Vector512.Create((sbyte)-64)).ExtractMostSignificantBits() & inside;
        if (leads != others)
        {
            return false;
        }

        int count = BitOperations.PopCount(leads);
        Vector512<byte> places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, areLeads, Vector512<byte>.Indices);
        CodePoints.Decode(bytes, places.GetLower().GetLower(), out _).Store(_characters + _characterCount);
        if (count > VectorLength)
        {
            CodePoints.Decode(bytes, places.GetLower().GetUpper(), out _).Store(_characters + _characterCount + VectorLength);
        }

        ulong areLong = Vector512.GreaterThanOrEqual(bytes, Vector512.Create(WideCounter.LeadBehindWide)).ExtractMostSignificantBits() & leads;
        _long |= Bmi2.X64.ParallelBitExtract(areLong, leads) << _characterCount;
        _areWide &= ((areLong | Vector512.LessThan(bytes, Vector512.Create(WideCounter.LeadOfWide)).ExtractMostSignificantBits()) & leads) == 0;
        _characterCount += count;
        return true;
    }

    /// <summary>Finds which characters merging may begin with as a whole, and before which a token may go on.</summary>
    /// <param name="symbols">Takes the tokens of the characters.</param>
    /// <param name="open">The last character, if another one follows that is not there: it may be its bytes because of that.</param>
    /// <param name="whole">Which may be whole.</param>
    /// <param name="joined">Before which a token may go on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void FindParts(uint* symbols, ulong open, out ulong whole, out ulong joined)
    {
        LookUp(symbols, out whole, out joined, out ulong crossed);
        for (ulong left = _plain; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            symbols[index] = _vocabulary.ByteSymbols[_characters[index]];
        }

        ulong inside = All & ~_firsts;
        joined &= inside & ~(_long | (_long << 1));
        crossed &= inside & ~_long;
        ulong parted = 0;
        for (ulong left = crossed; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            uint rank = _vocabulary.Crossed.LeastRankAtEdge(_characters[index - 1], _characters[index]);
            ulong edge = left & (0 - left);
            crossed &= ~(rank == PairTable.None ? edge : 0);
            parted |= (rank < symbols[index] ? edge : 0) | (rank < symbols[index - 1] ? edge >> 1 : 0);
        }

        if (_long != 0)
        {
            ulong heads = FindCrossedHeads() & inside;
            parted |= heads >> 1;
            joined |= heads;
        }

        // Where both become whole before, nothing but pairs of characters is left to merge. Characters of four bytes begin as bytes.
        whole = ((whole & ~(parted | open | _long)) | _plain) & All;
        joined |= crossed & ~(whole & (whole << 1));
    }

    /// <summary>Finds which characters of four bytes a token may reach from the one before.</summary>
    private readonly ulong FindCrossedHeads()
    {
        Vector512<uint> behindPlain = Vector512.Load(_vocabulary.Crossed.Heads);
        Vector512<uint> behindOthers = Vector512.Load(_vocabulary.Crossed.Heads + VectorLength);
        ulong plain = _plain << 1;
        ulong crossed = 0;
        for (int index = 0; index < _characterCount; index += VectorLength)
        {
            Vector512<uint> head = Vector512.Load(_characters + index) >> 12;
            ulong ofPlain = BitsAt(Avx512F.PermuteVar16x32(behindPlain, head >> 5), head) << index;
            ulong ofOthers = BitsAt(Avx512F.PermuteVar16x32(behindOthers, head >> 5), head) << index;
            crossed |= (ofPlain & plain) | (ofOthers & ~plain);
        }

        return crossed & _long;
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
            Vector512<uint> here = Vector512.Load(_characters + index);
            Vector512<uint> before = Vector512.Load(_characters + index - 1);
            Vector512<uint> tokens = Gathering.Gather(_vocabulary.WholeCharacters, here & Vector512.Create(0xFFFFu));
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
        ulong starts = all & ~joined;
        ulong joints = joined >> 1;
        for (ulong left = starts & ~joints & _long; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            uint count = _vocabulary.LoneCharacters.CountTokens(_characters[index]);
            tokenCounts[PieceOf(index)] += (count != 0 ? count : CountPart(symbols, whole, index, 1)) - 1;
        }

        for (ulong left = starts & ~joints & ~whole & ~_long; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            uint codePoint = _characters[index];
            tokenCounts[PieceOf(index)] += _vocabulary.WholeCharacters[codePoint] != 0 ? 0u : 2u - (uint)LoneCharacters.CountMerges(_vocabulary.LoneCharacters.Merges, codePoint);
        }

        ulong longer = starts & joints;
        ulong twos = longer & ~(joints >> 1) & whole & (whole >> 1);
        for (ulong left = twos; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            tokenCounts[PieceOf(index)] -= PairsOf(index).Find(symbols[index], symbols[index + 1]) != PairTable.None ? 1u : 0;
        }

        ulong threes = longer & (joints >> 1) & ~(joints >> 2) & whole & (whole >> 1) & (whole >> 2);
        for (ulong left = threes; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            tokenCounts[PieceOf(index)] -= (uint)FewSymbols.CountMergesOfThree(PairsOf(index), symbols[index], symbols[index + 1], symbols[index + 2]);
        }

        for (ulong left = longer & ~twos & ~threes; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            int length = 1 + BitOperations.TrailingZeroCount(~(joints >> index));
            tokenCounts[PieceOf(index)] += CountPart(symbols, whole, index, length) - (uint)length;
        }
    }

    /// <summary>Merges the characters of a part.</summary>
    [SkipLocalsInit]
    private readonly uint CountPart(uint* symbols, ulong whole, int index, int length)
    {
        uint* part = stackalloc uint[4 * MaxCharacters];
        uint* end = part;
        uint* bytes = _vocabulary.ByteSymbols;
        for (int character = index; character < index + length; character++)
        {
            if (((whole >> character) & 1) != 0)
            {
                *end++ = symbols[character];
                continue;
            }

            uint codePoint = _characters[character];
            if (codePoint > char.MaxValue)
            {
                *end++ = bytes[0xF0 | (codePoint >> 18)];
                *end++ = bytes[0x80 | ((codePoint >> 12) & 0x3F)];
            }
            else
            {
                *end++ = bytes[0xE0 | (codePoint >> 12)];
            }

            *end++ = bytes[0x80 | ((codePoint >> 6) & 0x3F)];
            *end++ = bytes[0x80 | (codePoint & 0x3F)];
        }

        return (uint)PieceMerger.MergeSymbols(PairsOf(index), part, (int)(end - part));
    }

    /// <summary>Returns where the merges of a part are to be found that begins with a character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly PairTable PairsOf(int character) => _areWide && ((_plain >> character) & 1) == 0 ? _vocabulary.WidePairs : _vocabulary.Pairs;

    /// <summary>Returns the index of the piece that a character belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int PieceOf(int character) => BitOperations.PopCount(_firsts << (MaxCharacters - 1 - character)) - 1;
}
