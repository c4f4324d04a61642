using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Splits well-formed UTF-8 into pieces, a block at a time where masks decide, character by character where they do not.</summary>
/// <remarks>
/// Each block begins at the start of a piece, so no state passes from one to the next. The last piece of a block is read again as the first
/// of the next one, because its end is not known; one that fills a whole block goes to the scalar machine.
/// </remarks>
internal static unsafe class PieceSplitter<TGrammar, TOps>
    where TGrammar : struct, IPreTokenizer
    where TOps : struct, IBlockOps
{
    private const int BlockLength = PieceBlockReader<TOps>.BlockLength;
    private const int ReadableLength = PieceBlockReader<TOps>.ReadableLength;

    /// <summary>Writes where pieces begin, and behind the last of these where it ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where a piece begins.</param>
    /// <param name="end">The end of the text.</param>
    /// <param name="isEnd">Whether no more text follows. If it does, pieces that it might change are left.</param>
    /// <param name="starts">Takes up to <paramref name="capacity"/> + 65 indices.</param>
    /// <param name="capacity">The number of pieces after which to stop, at least 1.</param>
    /// <returns>The number of pieces; 0 if the first one is not complete.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Split(byte* text, int start, int end, bool isEnd, int* starts, int capacity)
    {
        byte* padded = stackalloc byte[ReadableLength];
        int count = 0;
        int position = start;
        while (position < end && count < capacity)
        {
            int remaining = end - position;
            byte* bytes = text + position;
            int length = BlockLength;
            if (remaining < ReadableLength)
            {
                Unsafe.InitBlockUnaligned(padded, 0, ReadableLength);
                Unsafe.CopyBlockUnaligned(padded, bytes, (uint)remaining);
                bytes = padded;
                length = Math.Min(remaining, BlockLength);
            }

            if (PieceBlockReader<TOps>.TryRead(bytes, length, isEnd && remaining <= BlockLength, out PieceBlock block))
            {
                ulong pieces = TGrammar.PieceStarts(ref block);
                TOps.WriteIndices(pieces, position, starts + count);
                count += BitOperations.PopCount(pieces);
                if (block.IsEnd)
                {
                    position = end;
                    break;
                }

                count--;
                int last = BitOperations.Log2(pieces);
                position += last;
                if (last > 0)
                {
                    continue;
                }
            }

            int pieceEnd = PieceEnd(text + position, remaining, isEnd);
            if (pieceEnd == 0)
            {
                break;
            }

            starts[count++] = position;
            position += pieceEnd;
        }

        starts[count] = position;
        return count;
    }

    /// <summary>Returns the length of the first piece, or 0 if it depends on what follows the text.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PieceEnd(byte* text, int length, bool isEnd)
    {
        PieceReader reader = new(new ReadOnlySpan<byte>(text, length));
        int end = TGrammar.PieceEnd(ref reader, 0);
        return reader.ReachedEnd && !isEnd ? 0 : end;
    }
}
