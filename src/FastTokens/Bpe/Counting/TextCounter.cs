using System.Buffers;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts texts exactly: in place where they are well-formed UTF-8, else through a buffer that stays in the first-level cache.</summary>
internal static unsafe class TextCounter
{
    // Pieces between two looks at the limit. Where they begin, and which of them miss, stays in the first-level cache.
    private const int BatchCapacity = 512;
    private const int BatchLength = BatchCapacity + PieceDispatch.Slack;
    private const int BatchMemory = (1 + PieceCounter.IndicesPerPiece) * BatchLength;

    // Bytes that are validated, or transcoded, before they are counted.
    private const int ChunkLength = 16 << 10;

    /// <summary>Returns the tokens of UTF-8 text, or <paramref name="limit"/> + 1 as soon as there are more than the limit.</summary>
    [SkipLocalsInit]
    internal static long Count(BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<byte> utf8Text, long limit)
    {
        if (ExceedsByLength(vocabulary, utf8Text.Length, limit))
        {
            return limit + 1;
        }

        int* memory = stackalloc int[BatchMemory];
        Batch batch = new(vocabulary, grammar, limit, memory);
        fixed (byte* text = utf8Text)
        {
            int position = 0;
            int validated = 0;
            int chunk = ChunkLength;
            while (position < utf8Text.Length)
            {
                int end = Utf8TextEncoding.FloorBoundary(utf8Text, (int)Math.Min(utf8Text.Length, (long)position + chunk));
                if (end > validated)
                {
                    if (!Utf8Validation.IsValid(utf8Text[validated..end]))
                    {
                        return CountTranscoded<byte, Utf8Transcoder>(ref batch, utf8Text[position..]);
                    }

                    validated = end;
                }

                int next = batch.Count(text, position, validated, validated == utf8Text.Length);
                if (batch.Total > limit)
                {
                    return limit + 1;
                }

                // A piece that does not end in the chunk needs a much longer one: it is read anew each time.
                chunk = next == position ? (int)Math.Min(int.MaxValue, 8L * chunk) : ChunkLength;
                position = next;
            }
        }

        return batch.Total;
    }

    /// <summary>Returns the tokens of UTF-16 text, or <paramref name="limit"/> + 1 as soon as there are more than the limit.</summary>
    [SkipLocalsInit]
    internal static long Count(BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<char> text, long limit)
    {
        if (ExceedsByLength(vocabulary, text.Length, limit))
        {
            return limit + 1;
        }

        int* memory = stackalloc int[BatchMemory];
        Batch batch = new(vocabulary, grammar, limit, memory);
        return CountTranscoded<char, Utf16Transcoder>(ref batch, text);
    }

    /// <summary>Counts those pieces of well-formed UTF-8 that no text behind it can change, and returns where they end.</summary>
    [SkipLocalsInit]
    internal static int CountSettled(BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<byte> utf8Text, out long count)
    {
        int* memory = stackalloc int[BatchMemory];
        Batch batch = new(vocabulary, grammar, long.MaxValue - 1, memory);
        fixed (byte* text = utf8Text)
        {
            int end = batch.Count(text, 0, utf8Text.Length, isEnd: false);
            count = batch.Total;
            return end;
        }
    }

    /// <summary>A text has at least as many bytes as units, and no token has more bytes than the longest one.</summary>
    private static bool ExceedsByLength(BpeVocabulary vocabulary, int length, long limit) => length / vocabulary.MaxTokenLength > limit;

    private static long CountTranscoded<TUnit, TTranscoder>(ref Batch batch, ReadOnlySpan<TUnit> text)
        where TUnit : unmanaged
        where TTranscoder : struct, IUtf8Transcoder<TUnit>
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            int filled = 0;
            while (true)
            {
                int read = TTranscoder.Transcode(text, buffer.AsSpan(filled), out int written);
                text = text[read..];
                filled += written;
                int next;
                fixed (byte* utf8 = buffer)
                {
                    next = batch.Count(utf8, 0, filled, text.IsEmpty);
                }

                if (batch.Total > batch.Limit)
                {
                    return batch.Limit + 1;
                }

                if (text.IsEmpty)
                {
                    return batch.Total;
                }

                filled -= next;
                buffer = PieceBuffer.MakeRoom(buffer, next, filled);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Counts pieces, a batch at a time, up to a limit.</summary>
    private ref struct Batch(BpeVocabulary vocabulary, PreTokenizerGrammar grammar, long limit, int* memory)
    {
        private readonly BpeVocabulary _vocabulary = vocabulary;
        private readonly PieceCache _cache = PieceCache.For(vocabulary);
        private readonly PreTokenizerGrammar _grammar = grammar;
        private readonly int* _starts = memory;
        private readonly int* _misses = memory + BatchLength;

        internal long Limit { get; } = limit;

        internal long Total { get; private set; }

        /// <summary>Counts the pieces of a text that are complete, or until there are too many tokens; returns where the next piece begins.</summary>
        internal int Count(byte* text, int start, int end, bool isEnd)
        {
            while (start < end && Total <= Limit)
            {
                int capacity = (int)Math.Min(BatchCapacity, Limit - Total + 1);
                int count = PieceDispatch.Split(_grammar, text, start, end, isEnd, _starts, capacity);
                if (count == 0)
                {
                    break;
                }

                Total += PieceCounter.Count(_vocabulary, _cache, text, end, _starts, count, _misses);
                start = _starts[count];
            }

            return start;
        }
    }
}
