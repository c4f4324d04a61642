using System.Buffers;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <summary>Writes the ids of a text, piece by piece, as far as there is room.</summary>
internal static unsafe class TextEncoder<TUnit, TTranscoder>
    where TUnit : unmanaged
    where TTranscoder : struct, IUtf8Transcoder<TUnit>
{
    private const int BatchCapacity = 256;
    private const int ChunkLength = 16 << 10;

    /// <summary>Encodes a text in which special tokens are found.</summary>
    internal static OperationStatus Encode(
        BpeVocabulary vocabulary, PreTokenizerGrammar grammar, SpecialTokenSet? allowed, ReadOnlySpan<TUnit> text, Span<int> ids, out int consumed, out int written)
    {
        consumed = 0;
        written = 0;
        while (consumed < text.Length)
        {
            ReadOnlySpan<TUnit> rest = text[consumed..];
            int length = 0;
            int id = 0;
            int special = allowed is null ? -1 : TTranscoder.IndexOfSpecial(allowed, rest, out length, out id);
            OperationStatus status = Encode(
                vocabulary, grammar, special < 0 ? rest : rest[..special], ids[written..], out int read, out int added);
            consumed += read;
            written += added;
            if (status != OperationStatus.Done || (special >= 0 && written == ids.Length))
            {
                return OperationStatus.DestinationTooSmall;
            }

            if (special >= 0)
            {
                ids[written++] = id;
                consumed += length;
            }
        }

        return OperationStatus.Done;
    }

    [SkipLocalsInit]
    private static OperationStatus Encode(
        BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<TUnit> text, Span<int> ids, out int consumed, out int written)
    {
        int* starts = stackalloc int[BatchCapacity + PieceDispatch.Slack];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        int filled = 0;
        ReadOnlySpan<TUnit> unread = text;
        consumed = 0;
        written = 0;
        try
        {
            while (true)
            {
                int read = TTranscoder.Transcode(unread, buffer.AsSpan(filled), out int transcoded);
                unread = unread[read..];
                filled += transcoded;
                int position = 0;
                bool hasRoom = true;
                fixed (byte* utf8 = buffer)
                {
                    int count;
                    while (hasRoom && position < filled
                        && (count = PieceDispatch.Split(grammar, utf8, position, filled, unread.IsEmpty, starts, BatchCapacity)) > 0)
                    {
                        position = starts[count];
                        for (int piece = 0; piece < count; piece++)
                        {
                            hasRoom = TryEncodePiece(vocabulary, new ReadOnlySpan<byte>(utf8 + starts[piece], starts[piece + 1] - starts[piece]), ids[written..], out int added);
                            if (!hasRoom)
                            {
                                position = starts[piece];
                                break;
                            }

                            written += added;
                        }
                    }
                }

                consumed += TTranscoder.SourceLength(text[consumed..], buffer.AsSpan(0, position));
                if (!hasRoom)
                {
                    return OperationStatus.DestinationTooSmall;
                }

                if (unread.IsEmpty)
                {
                    return OperationStatus.Done;
                }

                filled -= position;
                buffer = PieceBuffer.MakeRoom(buffer, position, filled);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryEncodePiece(BpeVocabulary vocabulary, ReadOnlySpan<byte> piece, Span<int> ids, out int written)
    {
        uint token = vocabulary.Find(piece);
        if (token != PairTable.None)
        {
            written = 1;
            if (ids.IsEmpty)
            {
                return false;
            }

            ids[0] = vocabulary.Ids.IdOf((int)token);
            return true;
        }

        // A piece has at most a token a byte.
        using SpanOwner<uint> tokens = SpanOwner<uint>.Allocate(piece.Length);
        fixed (byte* bytes = piece)
        {
            written = (int)PieceMerger.Encode(vocabulary, bytes, piece.Length, tokens.Span);
        }

        if (written > ids.Length)
        {
            return false;
        }

        for (int index = 0; index < written; index++)
        {
            ids[index] = vocabulary.Ids.IdOf((int)tokens.Span[index]);
        }

        return true;
    }
}
