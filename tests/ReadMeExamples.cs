using System.Globalization;

namespace FastTokens.Tests;

/// <summary>
/// The code examples of README.md: each of its blocks equals a region here. What a line writes stands behind it as a comment, which
/// <see cref="ReadMeTests"/> compares.
/// </summary>
internal sealed class ReadMeExamples
{
    /// <summary>Gets the examples by the names of their regions.</summary>
    internal static IReadOnlyDictionary<string, Action<ReadMeExamples>> ByRegion { get; } = new Dictionary<string, Action<ReadMeExamples>>
    {
        ["library"] = static examples => examples.Library(),
        ["truncation"] = static examples => examples.Truncation(),
    };

    /// <summary>Gets what the examples have written, line by line.</summary>
    internal IEnumerable<string> Output => Console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // Takes the place of System.Console.
    private StringWriter Console { get; } = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    private void Library()
    {
        #region library
        TokenEstimator estimator = TokenEstimator.ForModel("gpt-5");

        string prompt = "How many tokens is this, 大体?";
        int tokens = estimator.CountTokens(prompt);
        Console.WriteLine(estimator.Fits(prompt, tokens));   // True
        Console.WriteLine(estimator.Fits(prompt, maxTokenCount: 3));   // False

        TokenMeter meter = new(estimator.Profile);
        foreach (string piece in (string[])["How many to", "kens is this, 大", "体?"])
        {
            meter.Append(piece);
        }

        Console.WriteLine(meter.Estimate == tokens);   // True
        #endregion
    }

    private void Truncation()
    {
        #region truncation
        string log = string.Concat(Enumerable.Range(1, 500).Select(number => $"{number}: all is well 👨‍👩‍👧‍👦\n"));
        TokenTruncator truncator = new(TokenEstimator.ForModel("gpt-5"), new TruncationOptions
        {
            Keep = TruncationKeep.HeadAndTail,
            Marker = "[… {lines} lines omitted …]\n",
        });

        TruncationResult result = truncator.Truncate(log, maxTokenCount: 200);
        Console.WriteLine(result.TokenCount <= 200);   // True
        Console.WriteLine(result.Boundary);   // Line
        Console.WriteLine(result.ToString().Contains(" lines omitted …]\n"));   // True

        TokenChunker chunker = new(truncator.Counter, maxTokenCount: 500, new ChunkingOptions { OverlapTokenCount = 50 });
        foreach (TextChunk chunk in chunker.EnumerateChunks(log))
        {
            ReadOnlySpan<char> text = log.AsSpan(chunk.Range);
        }
        #endregion
    }
}
