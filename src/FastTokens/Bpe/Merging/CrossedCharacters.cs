using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Which tokens hold a part of one of two characters side by side, and something of the other one: their least rank.</summary>
/// <remarks>
/// <para>
/// The second character is one of three bytes, the first one too, or of ASCII, or of four bytes, of which only the last byte is asked for. There are
/// some 200 such edges in o200k_base. A character that is a token becomes whole before any of them can come up, if its rank is lower than theirs.
/// Two edges that share a cell have the lower rank: that costs time, nothing else.
/// </para>
/// <para>Before a second character of four bytes it is only known whether any token reaches across, by the first two of its bytes.</para>
/// </remarks>
internal sealed unsafe class CrossedCharacters
{
    /// <summary>The length of an item of <see cref="CompactVocabulary.CrossedCharacters"/>: an edge, and a token of three bytes.</summary>
    internal const int ItemLength = 7;

    // Edges by the last six bits before them and the last four of the lead behind them.
    private const int LeadBits = 4;
    private const int EdgeBits = 6 + LeadBits;
    private const int HashBits = 12;

    // What stands before characters of four bytes in keys: one of ASCII, or another one, numbers that no character has; and how many words know of these by their first two bytes.
    private const uint Plain = 0xD800;
    private const uint NotPlain = 0xD801;
    private const int HeadWords = 16;

    private readonly AlignedMemory _edges = new((1 << EdgeBits) / 8);
    private readonly AlignedMemory _heads = new(2 * HeadWords * sizeof(uint));
    private readonly AlignedMemory _ranks = new((1 << HashBits) * sizeof(uint));

    internal CrossedCharacters(CompactVocabulary compact)
    {
        new Span<uint>(Ranks, 1 << HashBits).Fill(PairTable.None);
        ReadOnlySpan<byte> items = compact.CrossedCharacters;
        for (; !items.IsEmpty; items = items[ItemLength..])
        {
            uint key = BinaryPrimitives.ReadUInt32LittleEndian(items);
            uint behind = key & 0xFFFF;
            if (key >> 16 is Plain or NotPlain)
            {
                (Heads + (key >> 16 == Plain ? 0 : HeadWords))[behind >> 5] |= 1u << (int)(behind & 31);
                continue;
            }

            uint* rank = Rank(key);
            *rank = Math.Min(*rank, CompactVocabulary.ReadIndex(items, sizeof(uint)));
            uint edge = Edge(key >> 16, IsByte(behind) ? behind : behind >> 12);
            Edges[edge >> 5] |= 1u << (int)(edge & 31);
        }
    }

    internal long ByteCount => (long)(_edges.Length + _heads.Length + _ranks.Length);

    /// <summary>By the last bits of one character and the lead of the next one, in 32 words, whether there is any such token.</summary>
    internal uint* Edges => (uint*)_edges.Pointer;

    /// <summary>By the first bits of a character of four bytes, without the last twelve, in 16 words whether any token reaches it from one of ASCII, in 16 more from another one.</summary>
    internal uint* Heads => (uint*)_heads.Pointer;

    private uint* Ranks => (uint*)_ranks.Pointer;

    /// <summary>Returns at which bit of <see cref="Edges"/> each of sixteen pairs of characters stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Edge(Vector512<uint> first, Vector512<uint> second) => ((first & Vector512.Create(0x3Fu)) << LeadBits) | (second >> 12);

    /// <summary>Returns the least rank of such a token, or of one at another edge; <see cref="PairTable.None"/> if there is none.</summary>
    internal uint LeastRank(uint first, uint second)
    {
        uint edge = Edge(first, second >> 12);
        return ((Edges[edge >> 5] >> (int)(edge & 31)) & 1) == 0 ? PairTable.None : LeastRankAtEdge(first, second);
    }

    /// <summary>The same for characters of which <see cref="Edges"/> says that there may be such a token.</summary>
    internal uint LeastRankAtEdge(uint first, uint second)
    {
        uint last = 0x80 | (first & 0x3F);
        uint lead = 0xE0 | (second >> 12);
        return Math.Min(*Rank(JoinedCharacters.Key(last, lead)), Math.Min(*Rank(JoinedCharacters.Key(first, lead)), *Rank(JoinedCharacters.Key(last, second))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint* Rank(uint key) => Ranks + JoinedCharacters.Hash(key, HashBits);

    /// <summary>Finds for each edge in a vocabulary the first such token. Of what the token holds before and behind, an edge has the character or, if it is only a part of one, the byte beside it.</summary>
    internal static SortedDictionary<uint, int> Find(byte[][] tokens)
    {
        SortedDictionary<uint, int> edges = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            ReadOnlySpan<byte> bytes = tokens[token];
            for (int edge = 1; edge < bytes.Length; edge++)
            {
                if (bytes[edge] >= 0xF0)
                {
                    AddHeads(edges, bytes[edge - 1] < 0x80 ? Plain : NotPlain, bytes[edge..], token);
                    continue;
                }

                int before = Before(bytes[..edge]);
                int behind = Behind(bytes[edge..]);
                if (before != JoinedCharacters.None && behind != JoinedCharacters.None && (IsByte((uint)before) || IsByte((uint)behind)))
                {
                    edges.TryAdd(JoinedCharacters.Key((uint)before, (uint)behind), token);
                }
            }
        }

        return edges;
    }

    /// <summary>Adds an edge before each character of four bytes that bytes may begin.</summary>
    private static void AddHeads(SortedDictionary<uint, int> edges, uint before, ReadOnlySpan<byte> bytes, int token)
    {
        uint lead = (bytes[0] & 7u) << 6;
        for (uint second = 0; second < 64; second++)
        {
            if (bytes.Length == 1 || (bytes[1] & 0x3F) == second)
            {
                edges.TryAdd(JoinedCharacters.Key(before, lead | second), token);
            }
        }
    }

    /// <summary>Returns the character of one or three bytes that bytes end with, or the last byte if they are a part of one, or end with one of four.</summary>
    private static int Before(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.Length - 1;
        while (start > 0 && Utf8Sequence.IsContinuation(bytes[start]))
        {
            start--;
        }

        return Utf8Sequence.IsContinuation(bytes[^1]) && (Utf8Sequence.IsContinuation(bytes[start]) || bytes[start] >= 0xF0) ? bytes[^1] : JoinedCharacters.CharacterBefore(bytes);
    }

    /// <summary>Returns the character of three bytes that bytes begin with, or the first byte if they are a part of one.</summary>
    private static int Behind(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 3 && Utf8Sequence.LengthOf(bytes[0]) == 3 && (bytes.Length == 1 || Utf8Sequence.IsContinuation(bytes[1])) ? bytes[0] : JoinedCharacters.CharacterBehind(bytes);

    // A byte of a longer character.
    private static bool IsByte(uint value) => value is >= 0x80 and <= byte.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Edge(uint before, uint lead) => ((before & 0x3F) << LeadBits) | (lead & ((1 << LeadBits) - 1));
}
