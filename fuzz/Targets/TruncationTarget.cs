using System.Text;

namespace FastTokens.Fuzz;

/// <summary>
/// What truncation and chunking promise, for any text, budget and option: within the budget, a prefix and a suffix of the text, cut between
/// clusters as a walk from the start finds them, stable, and the same in both encodings where the beginning is kept.
/// </summary>
internal sealed class TruncationTarget : IFuzzTarget
{
    private static readonly TokenEstimator[] Estimators =
        [new(FuzzProfiles.Distinct), new(FuzzProfiles.Largest), new(TokenProfile.O200kBase)];

    private static readonly string?[] Markers = [null, "…", TruncationOptions.DefaultMarker, "[{lines}/{characters}/{tokens}]"];

    public string Name => "truncation";

    public IReadOnlyList<byte[]> Seeds => [];

    public IReadOnlyList<byte[]> Sequences =>
    [
        .. TextSequences.Utf8,
        .. ((string[])["\u001B[31m", "\u001B]8;;a\u001B\\", "\u001B]0;中\u0007", ". ", "。", "! \"", "e.g. ", "\n \n", "\u0915\u094D\u0937", "\u1100\u1161\u11A8", "\u0600", "🇩🇪🇫🇷", "\u2028"])
            .Select(Encoding.UTF8.GetBytes),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        InputRandom random = new(input);
        TokenEstimator estimator = Estimators[random.Next(Estimators.Length)];
        TruncationOptions options = new()
        {
            Keep = (TruncationKeep)random.Next(3),
            Boundary = (TextBoundary)random.Next((int)TextBoundary.Grapheme + 1),
            HeadShare = random.Next(11) / 10.0,
            MinimumFill = random.Next(11) / 10.0,
            Marker = Markers[random.Next(Markers.Length)],
            CountOmittedTokens = random.Next(2) == 0,
        };
        TokenTruncator truncator = new(estimator, options);
        int budget = random.Next(estimator.CountTokens(input) + 3);
        int headLength = CheckUtf8(truncator, input, budget);
        string text = Encoding.UTF8.GetString(input);
        int utf16HeadLength = CheckUtf16(truncator, text, budget);
        CheckUtf16(truncator, Utf16ScanTarget.AsChars(input), budget);
        if (options.Keep == TruncationKeep.Head)
        {
            Check.Equal(Encoding.UTF8.GetString(input[..headLength]).Length, utf16HeadLength, "head of the UTF-16 form");
        }

        int chunkBudget = 16 + random.Next(100);
        TokenChunker chunker = new(estimator, chunkBudget, new ChunkingOptions { Boundary = options.Boundary, OverlapTokenCount = random.Next(chunkBudget) });
        CheckChunks(chunker, input);
        CheckChunks(chunker, text);
    }

    private static int CheckUtf8(TokenTruncator truncator, ReadOnlySpan<byte> text, int budget)
    {
        Utf8TruncationResult result = truncator.Truncate(text, budget);
        byte[] written = new byte[result.Length];
        Check.That(result.TryWrite(written, out _), "UTF-8: the result fits its length");
        Check.AtMost(budget, result.TokenCount, "UTF-8: tokens of the result");
        Check.Equal(truncator.Counter.CountTokens(written), result.TokenCount, "UTF-8: reported tokens");
        Check.That(text.StartsWith(result.Head) && text.EndsWith(result.Tail), "UTF-8: the parts are a prefix and a suffix");
        Check.That(!truncator.Truncate(written, budget).IsTruncated, "UTF-8: truncated again, the result changes");
        Check.That(result.IsTruncated || result.Head == text, "UTF-8: what is not truncated is whole");

        List<int> boundaries = [0];
        ClusterCursor<Utf8TextEncoding, byte> cursor = new(text, 0, 0);
        while (cursor.MoveNext(text.Length))
        {
            boundaries.Add(cursor.Position);
        }

        Check.That(boundaries.BinarySearch(result.Head.Length) >= 0, $"UTF-8: the head ends inside a cluster, at {result.Head.Length}");
        Check.That(boundaries.BinarySearch(text.Length - result.Tail.Length) >= 0, $"UTF-8: the tail begins inside a cluster, at {text.Length - result.Tail.Length}");
        return result.Head.Length;
    }

    private static int CheckUtf16(TokenTruncator truncator, ReadOnlySpan<char> text, int budget)
    {
        TruncationResult result = truncator.Truncate(text, budget);
        char[] written = new char[result.Length];
        Check.That(result.TryWrite(written, out _), "UTF-16: the result fits its length");
        Check.AtMost(budget, result.TokenCount, "UTF-16: tokens of the result");
        Check.Equal(truncator.Counter.CountTokens(written), result.TokenCount, "UTF-16: reported tokens");
        Check.That(text.StartsWith(result.Head) && text.EndsWith(result.Tail), "UTF-16: the parts are a prefix and a suffix");
        Check.That(!truncator.Truncate(written, budget).IsTruncated, "UTF-16: truncated again, the result changes");
        Check.That(result.IsTruncated || result.Head == text, "UTF-16: what is not truncated is whole");

        List<int> boundaries = [0];
        ClusterCursor<Utf16TextEncoding, char> cursor = new(text, 0, 0);
        while (cursor.MoveNext(text.Length))
        {
            boundaries.Add(cursor.Position);
        }

        Check.That(boundaries.BinarySearch(result.Head.Length) >= 0, $"UTF-16: the head ends inside a cluster, at {result.Head.Length}");
        Check.That(boundaries.BinarySearch(text.Length - result.Tail.Length) >= 0, $"UTF-16: the tail begins inside a cluster, at {text.Length - result.Tail.Length}");
        return result.Head.Length;
    }

    private static void CheckChunks(TokenChunker chunker, ReadOnlySpan<byte> text)
    {
        int end = 0;
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            CheckChunk(chunker, chunk, end, chunker.Counter.CountTokens(text[chunk.Range]));
            end = chunk.End;
        }

        Check.Equal(text.Length, end, "end of the last chunk of UTF-8");
    }

    private static void CheckChunks(TokenChunker chunker, ReadOnlySpan<char> text)
    {
        int end = 0;
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            CheckChunk(chunker, chunk, end, chunker.Counter.CountTokens(text[chunk.Range]));
            end = chunk.End;
        }

        Check.Equal(text.Length, end, "end of the last chunk of UTF-16");
    }

    private static void CheckChunk(TokenChunker chunker, TextChunk chunk, int previousEnd, int count)
    {
        Check.Equal(previousEnd, chunk.Start + chunk.OverlapLength, "start of a chunk without its overlap");
        Check.That(chunk.End > previousEnd, $"the chunk at {chunk.Start} adds nothing");
        Check.Equal(count, chunk.TokenCount, $"reported tokens of the chunk at {chunk.Start}");
        Check.AtMost(chunker.MaxTokenCount, count, $"tokens of the chunk at {chunk.Start}");
    }
}
