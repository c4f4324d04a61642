using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>The tables of a vocabulary, immutable once read and shared by all threads. A token is its index in the order of ids.</summary>
internal sealed unsafe class BpeVocabulary
{
    private const int ByteValues = 256;

    private static long _lastId;

    private readonly AlignedMemory _wholeCharacters = new((FastTokens.WholeCharacters.FirstByte + ByteValues) * sizeof(uint));
    private readonly AlignedMemory _neighborSets;
    private readonly AlignedMemory? _highByteSymbols;
    private readonly byte[] _lengths;
    private readonly Dictionary<uint, int> _greatLengths = [];
    private readonly CompactVocabularySource _source;
    private uint[]? _tokenOfSlot;
    private TokenBytes? _tokenBytes;

    /// <summary>Reads the compact form.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal BpeVocabulary(CompactVocabularySource source)
    {
        _source = source;
        CompactVocabulary compact = source.Open();
        _lengths = new byte[compact.TokenCount];
        Tokens = new TokenTable(compact.SlotLengths.Length);
        Ids = ReadIds(compact);
        ReadShortTokens(compact);
        LongTokens = ReadLongTokens(compact);
        Pairs = ReadPairs(compact);
        WidePairs = ReadWidePairs(compact);
        Cyrillic = new CyrillicMerges(compact);
        HasUnmergedTokens = compact.PairCount + ByteValues != compact.TokenCount;
        Joined = new JoinedCharacters(compact);
        Crossed = new CrossedCharacters(compact);
        LoneCharacters = new LoneCharacters(compact, Pairs, ByteSymbols);
        _neighborSets = new AlignedMemory((nuint)compact.NeighborSets.Length);
        compact.NeighborSets.CopyTo(new Span<byte>(_neighborSets.Pointer, compact.NeighborSets.Length));
        ReadCharacters(compact);
        Letters = new LetterPairs(compact, ByteSymbols, WholeCharacters);
        _highByteSymbols = ReadHighByteSymbols();
        FirstMerges = new FirstMerges(compact, WholeCharacters, FastTokens.WholeCharacters.FirstByte + ByteValues);
    }

    /// <summary>A number that no other vocabulary of this process has.</summary>
    internal long Id { get; } = Interlocked.Increment(ref _lastId);

    /// <summary>The tokens of at most 15 bytes.</summary>
    internal TokenTable Tokens { get; }

    /// <summary>The longer tokens.</summary>
    internal LongTokenTable LongTokens { get; }

    /// <summary>The merges.</summary>
    internal PairTable Pairs { get; }

    /// <summary>The merges among parts of characters of three bytes from U+2000 on: once more, but close together, so that Chinese text finds them in the near caches.</summary>
    internal PairTable WidePairs { get; }

    /// <summary>The merges of Cyrillic words, once more.</summary>
    internal CyrillicMerges Cyrillic { get; }

    /// <summary>Whether some token is not what its bytes merge into, so that whole pieces are to be looked up before they are merged.</summary>
    internal bool HasUnmergedTokens { get; }

    /// <summary>The merges of letters that nothing prevents.</summary>
    internal LetterPairs Letters { get; }

    /// <summary>Which pairs merge of the symbols that merging begins with.</summary>
    internal FirstMerges FirstMerges { get; }

    /// <summary>The characters that stand side by side in tokens.</summary>
    internal JoinedCharacters Joined { get; }

    /// <summary>The tokens that hold a part of a character and something beside it.</summary>
    internal CrossedCharacters Crossed { get; }

    /// <summary>The merges of characters that are no tokens.</summary>
    internal LoneCharacters LoneCharacters { get; }

    /// <summary>The ids of the tokens.</summary>
    internal IdMap Ids { get; }

    /// <summary>The number of bytes of the longest token.</summary>
    internal int MaxTokenLength => Math.Max(LongTokens.MaxLength, TokenTable.MaxKeyLength);

    /// <summary>The token of each byte.</summary>
    internal uint* ByteSymbols => WholeCharacters + FastTokens.WholeCharacters.FirstByte;

    /// <summary>The token of each byte from 80 on as one byte, unless some token has a higher index; then null.</summary>
    internal byte* HighByteSymbols => _highByteSymbols is null ? null : _highByteSymbols.Pointer;

    /// <summary>
    /// For each character of one UTF-16 unit with which merging may begin its token, in the low 21 bits, and the set of neighbours that it must
    /// not have; 0 for all others. Bytes follow.
    /// </summary>
    internal uint* WholeCharacters => (uint*)_wholeCharacters.Pointer;

    /// <summary>The sets of neighbours, see <see cref="FastTokens.WholeCharacters"/>.</summary>
    internal ulong* NeighborSets => (ulong*)_neighborSets.Pointer;

    /// <summary>The memory that counting uses, in bytes.</summary>
    internal long ByteCount =>
        Tokens.ByteCount + LongTokens.ByteCount + Pairs.ByteCount + (WidePairs == Pairs ? 0 : WidePairs.ByteCount) + Cyrillic.ByteCount + (long)(_wholeCharacters.Length + _neighborSets.Length)
        + (long)(_highByteSymbols?.Length ?? 0) + _lengths.Length + Letters.ByteCount + FirstMerges.ByteCount + Joined.ByteCount + Crossed.ByteCount + LoneCharacters.ByteCount;

    /// <summary>The token in each slot of <see cref="Tokens"/>; made when it is first asked for, by encoding.</summary>
    internal uint[] TokenOfSlot => _tokenOfSlot ?? Publish(ref _tokenOfSlot, ReadTokenOfSlot());

    /// <summary>The bytes of each token; made when they are first asked for, by decoding.</summary>
    internal TokenBytes TokenBytes => _tokenBytes ?? Publish(ref _tokenBytes, new TokenBytes(_source.Open()));

    /// <summary>Returns the token with these bytes, or <see cref="PairTable.None"/>.</summary>
    internal uint Find(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > TokenTable.MaxKeyLength)
        {
            return LongTokens.Find(piece);
        }

        PieceKey.Read(piece, out ulong low, out ulong high, out Vector128<ulong> key);
        int slot = Tokens.Find(low, high, key);
        GC.KeepAlive(this); // Its memory is read through pointers.
        return slot < 0 ? PairTable.None : TokenOfSlot[slot];
    }

    /// <summary>Returns the number of bytes of a token.</summary>
    internal int LengthOf(uint token) => _lengths[token] != 0 ? _lengths[token] : _greatLengths[token];

    /// <summary>Reads the ids of a compact form.</summary>
    internal static IdMap ReadIds(CompactVocabulary compact)
    {
        int[] indices = new int[compact.IdRuns.Length / 8];
        int[] ids = new int[indices.Length];
        for (int run = 0; run < indices.Length; run++)
        {
            indices[run] = BinaryPrimitives.ReadInt32LittleEndian(compact.IdRuns[(8 * run)..]);
            ids[run] = BinaryPrimitives.ReadInt32LittleEndian(compact.IdRuns[((8 * run) + 4)..]);
        }

        return new IdMap(indices, ids, compact.TokenCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadShortTokens(CompactVocabulary compact)
    {
        ulong* slots = (ulong*)Tokens.Slots;
        int taken = 0;
        fixed (byte* lengths = compact.SlotLengths)
        fixed (byte* tokens = compact.SlotTokens)
        fixed (byte* allBytes = compact.ShortBytes)
        fixed (byte* lengthOfToken = _lengths)
        {
            // Sixteen bytes can be read from any token on: other sections follow, longer than that.
            byte* bytes = allBytes;
            for (int slot = 0; slot < Tokens.SlotCount; slot++, slots += 2)
            {
                int length = lengths[slot];
                if (length == 0)
                {
                    continue;
                }

                PieceKey.Read(bytes, length, out slots[0], out slots[1]);
                uint token = *(uint*)(tokens + (3 * taken++)) & 0xFFFFFF;
                lengthOfToken[token] = (byte)length;
                if (length == 1)
                {
                    ByteSymbols[*bytes] = token;
                }

                bytes += length;
            }
        }
    }

    private LongTokenTable ReadLongTokens(CompactVocabulary compact)
    {
        int count = compact.LongLengths.Length / 2;
        int[] ends = new int[count];
        uint[] tokens = new uint[count];
        int end = 0;
        for (int entry = 0; entry < count; entry++)
        {
            ushort length = BinaryPrimitives.ReadUInt16LittleEndian(compact.LongLengths[(2 * entry)..]);
            end += length;
            ends[entry] = end;
            tokens[entry] = CompactVocabulary.ReadIndex(compact.LongTokens, 3 * entry);
            if (length <= byte.MaxValue)
            {
                _lengths[tokens[entry]] = (byte)length;
            }
            else
            {
                _greatLengths.Add(tokens[entry], length);
            }
        }

        return new LongTokenTable(compact.LongBytes.ToArray(), ends, tokens);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PairTable ReadPairs(CompactVocabulary compact)
    {
        // Where a pair goes is at random, so a block ahead is asked for what the next block will write.
        const int BlockLength = 64;
        PairTable pairs = new(compact.PairCount);
        fixed (byte* parts = compact.Parts)
        {
            for (int block = 0; block < compact.TokenCount; block += BlockLength)
            {
                int end = Math.Min(compact.TokenCount, block + BlockLength);
                for (int token = block; token < end; token++)
                {
                    pairs.Prefetch(*(uint*)(parts + (6 * token)) & 0xFFFFFF, *(uint*)(parts + (6 * token) + 3) & 0xFFFFFF);
                }

                for (int token = block; token < end; token++)
                {
                    uint left = *(uint*)(parts + (6 * token)) & 0xFFFFFF;
                    if (left != CompactVocabulary.NoPart)
                    {
                        pairs.Add(left, *(uint*)(parts + (6 * token) + 3) & 0xFFFFFF, (uint)token);
                    }
                }
            }
        }

        return pairs;
    }

    private PairTable ReadWidePairs(CompactVocabulary compact)
    {
        if (!Pairs.IsOrdered)
        {
            return Pairs;
        }

        ReadOnlySpan<byte> merges = compact.WideMerges;
        PairTable pairs = new(merges.Length / 3);
        for (int offset = 0; offset < merges.Length; offset += 3)
        {
            uint token = CompactVocabulary.ReadIndex(merges, offset);
            int part = 6 * (int)token;
            pairs.Add(CompactVocabulary.ReadIndex(compact.Parts, part), CompactVocabulary.ReadIndex(compact.Parts, part + 3), token);
        }

        return pairs;
    }

    private void ReadCharacters(CompactVocabulary compact)
    {
        for (int offset = 0; offset < compact.Characters.Length; offset += CompactVocabulary.CharacterLength)
        {
            uint token = CompactVocabulary.ReadIndex(compact.Characters, offset + 2);
            uint set = BinaryPrimitives.ReadUInt16LittleEndian(compact.Characters[(offset + 5)..]);
            WholeCharacters[BinaryPrimitives.ReadUInt16LittleEndian(compact.Characters[offset..])] = token | (set << PairTable.IndexBits);
        }
    }

    private AlignedMemory? ReadHighByteSymbols()
    {
        AlignedMemory symbols = new(ByteValues / 2);
        for (int value = 0; value < ByteValues / 2; value++)
        {
            uint symbol = ByteSymbols[(ByteValues / 2) + value];
            if (symbol > byte.MaxValue)
            {
                return null;
            }

            symbols.Pointer[value] = (byte)symbol;
        }

        return symbols;
    }

    private uint[] ReadTokenOfSlot()
    {
        CompactVocabulary compact = _source.Open();
        uint[] tokenOfSlot = new uint[compact.SlotLengths.Length];
        int taken = 0;
        for (int slot = 0; slot < tokenOfSlot.Length; slot++)
        {
            if (compact.SlotLengths[slot] != 0)
            {
                tokenOfSlot[slot] = CompactVocabulary.ReadIndex(compact.SlotTokens, 3 * taken++);
            }
        }

        return tokenOfSlot;
    }

    /// <summary>Keeps a table, unless another thread was first.</summary>
    private static T Publish<T>(ref T? field, T table)
        where T : class => Interlocked.CompareExchange(ref field, table, null) ?? table;
}
