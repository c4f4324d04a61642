using System.Globalization;
using System.Text;
using FastTokens.Caching;

namespace FastTokens.Tests;

/// <summary>
/// The code examples of README.md and docs/accuracy.md: each of their blocks equals a region here. What a line writes stands behind it as a comment, which
/// <see cref="ReadMeTests"/> compares.
/// </summary>
internal sealed class ReadMeExamples
{
    /// <summary>Gets the examples by the names of their regions.</summary>
    internal static IReadOnlyDictionary<string, Action<ReadMeExamples>> ByRegion { get; } = new Dictionary<string, Action<ReadMeExamples>>
    {
        ["library"] = static examples => examples.Library(),
        ["exact"] = static examples => examples.Exact(),
        ["truncation"] = static examples => examples.Truncation(),
        ["caching"] = static examples => examples.Caching(),
        ["bounds"] = static examples => examples.Bounds(),
        ["sampling"] = static examples => examples.Sampling(),
        ["calibration"] = static examples => examples.Calibration(),
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

    private void Exact()
    {
        #region exact
        BpeTokenizer tokenizer = BpeTokenizer.ForModel("gpt-5");

        int exact = tokenizer.CountTokens("Достопримечательности, can't stop");
        Console.WriteLine(exact);   // 9
        Console.WriteLine(tokenizer.CountUpTo(new string('x', 1_000_000), limit: 1000));   // 1001

        int[] ids = tokenizer.EncodeToIds("hello world");
        Console.WriteLine(string.Join(' ', ids));   // 24912 2375
        Console.WriteLine(tokenizer.Decode(ids));   // hello world
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

    private void Caching()
    {
        #region caching
        static byte[] Request(string header) => Encoding.UTF8.GetBytes($$"""
            {
              "model": "claude-sonnet-4-5",
              "system": [
                { "type": "text", "text": "{{header}}" },
                { "type": "text", "text": "{{string.Concat(Enumerable.Repeat("Read the manual. ", 1500))}}", "cache_control": { "type": "ephemeral" } }
              ],
              "messages": [{ "role": "user", "content": "Hello" }]
            }
            """);

        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5");
        PromptFingerprintOptions options = new() { Counter = TokenEstimator.ForModel("claude-sonnet-4-5") };
        CacheBreakDetector detector = new(rules);
        DateTimeOffset now = DateTimeOffset.UtcNow;

        PromptFingerprint first = new();
        first.Build(Request("It is 09:59."), PromptFormat.AnthropicMessages, options);
        detector.Forecast(first, now);
        CacheUsage usage = CacheUsage.Parse("""{"input_tokens": 10, "cache_creation_input_tokens": 6000, "cache_read_input_tokens": 0}"""u8);
        Console.WriteLine(detector.Judge(usage));   // first request

        PromptFingerprint second = new();
        second.Build(Request("It is 10:00."), PromptFormat.AnthropicMessages, options);
        PromptDivergence divergence = PromptDivergence.Find(first, second, rules);
        Console.WriteLine($"{divergence.Kind} at {divergence.Path}");   // Changed at system[0]
        detector.Forecast(second, now.AddSeconds(20));
        Console.WriteLine(detector.Judge(usage));   // changed at system[0], 6000 tokens lost
        #endregion
    }

    private void Bounds()
    {
        #region bounds
        TokenEstimator estimator = TokenEstimator.ForModel("gpt-5");

        string prompt = "How many tokens is this, 大体?";
        int bound = estimator.EstimateAtMost(prompt, confidence: 0.99);
        Console.WriteLine(bound >= estimator.CountTokens(prompt));   // True
        Console.WriteLine(estimator.EstimateAtMost(prompt, confidence: 1));   // 32
        #endregion
    }

    private void Sampling()
    {
        #region sampling
        string log = string.Concat(Enumerable.Range(1, 20_000).Select(number => $"{number}: all is well\n"));
        SampledTokenMeter meter = new(BpeTokenizer.ForModel("gpt-5"));
        meter.Append(log);
        SampledEstimate sampled = meter.Complete();
        long exact = meter.Tokenizer.CountTokens(log);
        Console.WriteLine(sampled.Low95 <= exact && exact <= sampled.High95);   // True
        Console.WriteLine(sampled.IsExact);   // False
        #endregion
    }

    private void Calibration()
    {
        #region calibration
        ProfileCalibrator calibrator = new(TokenProfile.Claude5);
        string request = string.Concat(Enumerable.Repeat("What a provider counts is not what we count. ", 50));
        for (int turn = 0; turn < 30; turn++)
        {
            TextFeatures features = TextScanner.Scan(request);
            long reported = TokenProfile.Claude5.Estimate(in features) * 12 / 10;   // from the response
            calibrator.Observe(in features, reported);
        }

        TokenProfile mine = calibrator.ToProfile("claude-5 as seen here");
        int ratio = 100 * new TokenEstimator(mine).CountTokens(request) / new TokenEstimator(TokenProfile.Claude5).CountTokens(request);
        Console.WriteLine(ratio is >= 118 and <= 121);   // True
        #endregion
    }
}
