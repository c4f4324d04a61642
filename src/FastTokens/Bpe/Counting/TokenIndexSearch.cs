using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <summary>Finds how much of a text a budget lets through, from either end, without reading more of it than the budget asks for.</summary>
/// <remarks>
/// It looks at a window at the end in question, twice as large each time until it holds more tokens than the budget. There it goes piece by
/// piece to the one that the budget ends in, and cuts that where its own tokens end. A cut text may split differently from the whole, so what
/// is returned is counted again, by itself, and shortened until it fits.
/// </remarks>
internal static unsafe class TokenIndexSearch<TUnit, TTranscoder>
    where TUnit : unmanaged
    where TTranscoder : struct, IUtf8Transcoder<TUnit>
{
    private const int BatchCapacity = 256;
    private const int FirstWindow = 256;

    // More than a token has on average in any language.
    private const int UnitsPerToken = 6;

    // A character has at most three bytes for each unit: four for the two of a pair.
    private const int BytesPerUnit = 3;

    /// <summary>Returns the length of a prefix whose own count is <paramref name="tokenCount"/>, at most <paramref name="maxTokenCount"/>.</summary>
    internal static int PrefixEnd(
        BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<TUnit> text, int maxTokenCount, out int tokenCount)
    {
        for (long window = FirstWindow + ((long)UnitsPerToken * maxTokenCount); ; window *= 2)
        {
            int length = TTranscoder.FloorBoundary(text, (int)Math.Min(window, text.Length));
            using SpanOwner<byte> owner = SpanOwner<byte>.Allocate(checked((BytesPerUnit * length) + 1));
            TTranscoder.Transcode(text[..length], owner.Span, out int written);
            ReadOnlySpan<byte> utf8 = owner.Span[..written];
            int end = PrefixEnd(vocabulary, grammar, utf8, maxTokenCount, out tokenCount);
            if (end < written || length == text.Length)
            {
                return TTranscoder.SourceLength(text, utf8[..end]);
            }
        }
    }

    /// <summary>Returns where a suffix begins whose own count is <paramref name="tokenCount"/>, at most <paramref name="maxTokenCount"/>.</summary>
    internal static int SuffixStart(
        BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<TUnit> text, int maxTokenCount, out int tokenCount)
    {
        for (long window = FirstWindow + ((long)UnitsPerToken * maxTokenCount); ; window *= 2)
        {
            int first = TTranscoder.FloorBoundary(text, (int)Math.Max(0, text.Length - window));
            ReadOnlySpan<TUnit> tail = text[first..];
            using SpanOwner<byte> owner = SpanOwner<byte>.Allocate(checked((BytesPerUnit * tail.Length) + 1));
            TTranscoder.Transcode(tail, owner.Span, out int written);
            ReadOnlySpan<byte> utf8 = owner.Span[..written];
            int start = SuffixStart(vocabulary, grammar, utf8, maxTokenCount, out tokenCount);
            if (start > 0 || first == 0)
            {
                return first + TTranscoder.SourceLength(tail, utf8[..start]);
            }
        }
    }

    private static int PrefixEnd(BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<byte> text, int maxTokenCount, out int tokenCount)
    {
        if (maxTokenCount == 0)
        {
            tokenCount = 0;
            return 0;
        }

        FindPiece(vocabulary, grammar, text, maxTokenCount, out int start, out int end, out long before);
        if (start == text.Length)
        {
            tokenCount = (int)before;
            return start;
        }

        // From the most tokens of that piece that the budget has room for down to none of them.
        int room = maxTokenCount - (int)before;
        int pieceLength = (int)Math.Min(end - start, (long)room * vocabulary.MaxTokenLength);
        using SpanOwner<uint> tokens = SpanOwner<uint>.Allocate(pieceLength);
        int count = room == 0 ? 0 : EncodePiece(vocabulary, text.Slice(start, pieceLength), tokens.Span);
        int cut = start;
        for (int token = 0; token < Math.Min(room, count); token++)
        {
            cut += vocabulary.LengthOf(tokens.Span[token]);
        }

        for (int token = Math.Min(room, count); ; token--)
        {
            int boundary = Utf8TextEncoding.FloorBoundary(text, cut);
            long recounted = TextCounter.Count(vocabulary, grammar, text[..boundary], maxTokenCount);
            if (recounted <= maxTokenCount)
            {
                tokenCount = (int)recounted;
                return boundary;
            }

            if (token == 0)
            {
                // Cut there, the pieces before it have more tokens than in the whole.
                return PrefixEnd(vocabulary, grammar, text[..boundary], maxTokenCount - 1, out tokenCount);
            }

            cut -= vocabulary.LengthOf(tokens.Span[token - 1]);
        }
    }

    private static int SuffixStart(BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<byte> text, int maxTokenCount, out int tokenCount)
    {
        long total = TextCounter.Count(vocabulary, grammar, text, long.MaxValue - 1);
        if (total <= maxTokenCount)
        {
            tokenCount = (int)total;
            return 0;
        }

        // The piece after which no more than the budget is left. What begins at a piece splits as it does in the whole.
        FindPiece(vocabulary, grammar, text, total - maxTokenCount - 1, out int start, out int end, out long before);
        ReadOnlySpan<byte> piece = text[start..end];
        using SpanOwner<uint> tokens = SpanOwner<uint>.Allocate(piece.Length);
        int count = EncodePiece(vocabulary, piece, tokens.Span);
        int left = (int)(total - before - count);
        int room = Math.Min(maxTokenCount - left, count);
        int cut = end;
        for (int token = 0; token < room; token++)
        {
            cut -= vocabulary.LengthOf(tokens.Span[count - 1 - token]);
        }

        for (int token = room; token > 0; token--)
        {
            int boundary = CeilingBoundary(text, cut);
            if (boundary < end && TextCounter.Count(vocabulary, grammar, text[boundary..], maxTokenCount) is long recounted && recounted <= maxTokenCount)
            {
                tokenCount = (int)recounted;
                return boundary;
            }

            cut += vocabulary.LengthOf(tokens.Span[count - token]);
        }

        tokenCount = left;
        return end;
    }

    /// <summary>Finds the first piece with which the tokens from the beginning on are more than a budget; the end of the text if there is none.</summary>
    [SkipLocalsInit]
    private static void FindPiece(
        BpeVocabulary vocabulary, PreTokenizerGrammar grammar, ReadOnlySpan<byte> utf8, long budget, out int start, out int end, out long before)
    {
        int* starts = stackalloc int[BatchCapacity + PieceDispatch.Slack];
        int* misses = stackalloc int[PieceCounter.IndicesPerPiece * (BatchCapacity + PieceDispatch.Slack)];
        PieceCache cache = PieceCache.For(vocabulary);
        before = 0;
        fixed (byte* text = utf8)
        {
            int position = 0;
            while (position < utf8.Length)
            {
                int count = PieceDispatch.Split(grammar, text, position, utf8.Length, isEnd: true, starts, BatchCapacity);
                long tokens = PieceCounter.Count(vocabulary, cache, text, utf8.Length, starts, count, misses);
                if (before + tokens <= budget)
                {
                    before += tokens;
                    position = starts[count];
                    continue;
                }

                for (int piece = 0; ; piece++)
                {
                    tokens = PieceCounter.Count(vocabulary, cache, text, utf8.Length, starts + piece, 1, misses);
                    if (before + tokens > budget)
                    {
                        start = starts[piece];
                        end = starts[piece + 1];
                        return;
                    }

                    before += tokens;
                }
            }
        }

        start = utf8.Length;
        end = start;
    }

    private static int EncodePiece(BpeVocabulary vocabulary, ReadOnlySpan<byte> piece, Span<uint> tokens)
    {
        fixed (byte* bytes = piece)
        {
            return (int)PieceMerger.Encode(vocabulary, bytes, piece.Length, tokens);
        }
    }

    private static int CeilingBoundary(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && Utf8Sequence.IsContinuation(text[index]))
        {
            index++;
        }

        return index;
    }
}
