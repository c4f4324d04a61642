using System.Text;
using Xunit;

namespace FastTokens.Tests.Support;

/// <summary>Counting pieces side by side, compared with merging each alone.</summary>
internal static unsafe class PieceGroups
{
    // More bytes than any group reads of a piece.
    private const int Readable = 64;

    /// <summary>Offers pieces to a group, counts it whenever it has some number of pieces, and returns how many it took.</summary>
    internal static int AssertAsWithHeap<TGroup>(BpeVocabulary vocabulary, ref TGroup group, IEnumerable<string> pieces, int maxCount, Random random)
        where TGroup : struct, IPieceGroup, allows ref struct
    {
        uint* actual = stackalloc uint[PieceRow.MaxCount];
        List<byte[]> taken = [];
        int total = 0;
        int most = 1;
        foreach (string piece in pieces)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(piece);
            if (TryAdd(ref group, utf8, (byte)random.Next(256)))
            {
                taken.Add(utf8);
            }

            Assert.Equal(taken.Count, group.Count);
            if (group.Count == 0 || (group.Count < most && !group.IsFull))
            {
                continue;
            }

            group.CountTokens(actual);
            Assert.Equal(0, group.Count);
            for (int index = 0; index < taken.Count; index++)
            {
                int expected = HeapMerging.Merge(vocabulary, taken[index]).Length;
                Assert.True(expected == actual[index], $"{Encoding.UTF8.GetString(taken[index])}, {index + 1} of {taken.Count}, is {expected} tokens, not {actual[index]}");
            }

            total += taken.Count;
            taken.Clear();
            most = random.Next(1, maxCount + 1);
        }

        return total;
    }

    /// <summary>Offers the pieces that are no tokens to rows, and returns how many they took.</summary>
    internal static int AssertRowsAsWithHeap(BpeVocabulary vocabulary, IEnumerable<string> pieces, Random random)
    {
        byte* memory = stackalloc byte[PieceRow.MemoryLength];
        PieceRow group = new(vocabulary, memory);
        IEnumerable<string> noTokens = pieces.Where(piece => HeapMerging.Merge(vocabulary, Encoding.UTF8.GetBytes(piece)).Length > 1);
        return AssertAsWithHeap(vocabulary, ref group, noTokens, PieceRow.MaxCount, random);
    }

    /// <summary>Asserts that a piece of well-formed text has so many tokens, if it is counted in parts, one after the other or in vectors.</summary>
    internal static void AssertInParts(BpeVocabulary vocabulary, ReadOnlySpan<byte> utf8, int expected)
    {
        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        fixed (byte* piece = utf8)
        {
            Assert.True(!WideCounter.TryCount(vocabulary, piece, utf8.Length, out long count) || count == expected, $"{count} tokens, not {expected}, in parts, for {Convert.ToHexString(utf8)}");
            if (WidePieces.IsSupported && vocabulary.Pairs.IsOrdered)
            {
                WidePieces group = new(vocabulary, memory);
                Assert.True(!group.TryCount(piece, utf8.Length, out count) || count == expected, $"{count} tokens, not {expected}, in vectors, for {Convert.ToHexString(utf8)}");
            }
        }
    }

    /// <summary>Asserts that a text has as many tokens as encoding it gives, which takes no pieces side by side.</summary>
    internal static void AssertAsEncoded(BpeTokenizer tokenizer, string text)
    {
        int[] tokens = new int[Encoding.UTF8.GetByteCount(text)];
        tokenizer.Encode(text, tokens, out int consumed, out int written);
        Assert.Equal(text.Length, consumed);
        Assert.Equal(written, tokenizer.CountTokens(text));
    }

    /// <summary>Offers a piece to a group, with equal bytes behind it.</summary>
    internal static bool TryAdd<TGroup>(ref TGroup group, ReadOnlySpan<byte> piece, byte behind)
        where TGroup : struct, IPieceGroup, allows ref struct
    {
        byte* bytes = stackalloc byte[Readable + piece.Length];
        new Span<byte>(bytes, Readable + piece.Length).Fill(behind);
        piece.CopyTo(new Span<byte>(bytes, piece.Length));
        return TGroup.MayTake(bytes, piece.Length, Readable + piece.Length) && group.TryAdd(bytes, piece.Length);
    }
}
