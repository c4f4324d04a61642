using System.Globalization;
using System.Text;
using System.Text.Json;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Truncation;

/// <summary>Truncation of every text of the evaluation corpus beside the repository, where there is one, and how much of the budgets it uses.</summary>
public class TruncationCorpusTests(ITestOutputHelper output)
{
    private const double ProseFill = 0.70;
    private const double GraphemeFill = 0.98;

    private static readonly int[] Budgets = [1, 10, 100, 1000];
    private static readonly string Corpus = Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "corpus"));

    /// <summary>Gets the counters, and of how many texts each takes one: a slow counter would take minutes for all.</summary>
    public static TheoryData<string, int> Counters => new() { { "estimator", 1 }, { "exact", 1 }, { "textbook", 20 } };

    [Theory]
    [MemberData(nameof(Counters))]
    public void Every_text_is_cut_within_its_budget_and_fills_it(string name, int stride)
    {
        List<(string Id, string Category, string Text)> texts = Read("eval.jsonl", stride);
        ITokenCounter counter = TestCounters.Get(name).Counter;
        SortedDictionary<string, Fill> fills = new(StringComparer.Ordinal);
        foreach ((string id, string category, string text) in texts)
        {
            foreach (TruncationKeep keep in Enum.GetValues<TruncationKeep>())
            {
                foreach (TextBoundary boundary in (TextBoundary[])[TextBoundary.Paragraph, TextBoundary.Grapheme])
                {
                    TokenTruncator truncator = new(counter, new TruncationOptions
                    {
                        Keep = keep,
                        Boundary = boundary,
                        Marker = boundary == TextBoundary.Paragraph ? TruncationOptions.DefaultMarker : null,
                    });
                    foreach (int budget in Budgets)
                    {
                        double? fill = Cut(truncator, text, budget, $"{id}, {keep}, {boundary}, {budget}");
                        if (fill is { } value && (budget >= 100 || boundary == TextBoundary.Grapheme))
                        {
                            string key = $"{category,-24} {boundary,-9} {budget,5}";
                            fills[key] = fills.GetValueOrDefault(key, Fill.None).With(value);
                        }
                    }
                }
            }
        }

        output.WriteLine($"{name}, {texts.Count} texts. Fill in percent of the budget: least, mean, results");
        foreach ((string key, Fill fill) in fills)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key}  {100 * fill.Least,6:F1} {100 * fill.Mean,6:F1} {fill.Count,5}"));
        }

        string[] missed =
        [
            .. fills.Where(static fill => fill.Key.StartsWith("prose", StringComparison.Ordinal) && fill.Key.Contains("Paragraph", StringComparison.Ordinal) && fill.Value.Least < ProseFill)
                .Select(static fill => fill.Key),
            .. fills.Where(static fill => fill.Key.EndsWith("Grapheme   1000", StringComparison.Ordinal) && fill.Value.Least < GraphemeFill).Select(static fill => fill.Key),
        ];
        Assert.Empty(missed);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Hostile_texts_are_cut_within_their_budgets_and_into_chunks(string name, int stride)
    {
        // The textbook merge loop is quadratic on a run of one character.
        int longest = stride > 1 ? 1000 : int.MaxValue;
        List<(string Id, string Category, string Text)> texts = [.. Read("hostile.jsonl", 1).Where(text => text.Text.Length <= longest)];
        ITokenCounter counter = TestCounters.Get(name).Counter;
        foreach ((string id, string _, string text) in texts)
        {
            foreach (TruncationKeep keep in Enum.GetValues<TruncationKeep>())
            {
                TokenTruncator truncator = new(counter, new TruncationOptions { Keep = keep, Marker = "[{lines} lines, {characters} characters, {tokens} tokens]" });
                foreach (int budget in (int[])[0, 1, 2, 3, 7, 10, 33, 100, 1000])
                {
                    Cut(truncator, text, budget, $"{id}, {keep}, {budget}");
                }
            }

            int end = 0;
            foreach (TextChunk chunk in new TokenChunker(counter, 50, new ChunkingOptions { OverlapTokenCount = 10 }).EnumerateChunks(text))
            {
                Assert.Equal(end, chunk.Start + chunk.OverlapLength);
                Assert.InRange(counter.CountTokens(text.AsSpan(chunk.Range)), 1, 50);
                end = chunk.End;
            }

            Assert.Equal(text.Length, end);
        }
    }

    /// <summary>Truncates in both encodings and returns the share of the budget that is used, or nothing where the text fits.</summary>
    private static double? Cut(TokenTruncator truncator, string text, int budget, string context)
    {
        TruncationResult result = truncator.Truncate(text, budget);
        string written = result.ToString();
        bool holds = result.TokenCount <= budget
            && truncator.Counter.CountTokens(written) == result.TokenCount
            && text.StartsWith(result.Head.ToString(), StringComparison.Ordinal)
            && text.EndsWith(result.Tail.ToString(), StringComparison.Ordinal)
            && (!Utf16Text.IsWellFormed(text) || Utf16Text.IsWellFormed(written))
            && !truncator.Truncate(written, budget).IsTruncated;
        Assert.True(holds, context);

        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        Utf8TruncationResult utf8Result = truncator.Truncate(utf8Text, budget);
        byte[] utf8Written = new byte[utf8Result.Length];
        holds = utf8Result.TryWrite(utf8Written, out int _)
            && truncator.Counter.CountTokens(utf8Written) == utf8Result.TokenCount
            && utf8Result.TokenCount <= budget
            && utf8Text.AsSpan().StartsWith(utf8Result.Head)
            && utf8Text.AsSpan().EndsWith(utf8Result.Tail)
            && System.Text.Unicode.Utf8.IsValid(utf8Written)
            && !truncator.Truncate(utf8Written, budget).IsTruncated;
        Assert.True(holds, $"UTF-8: {context}");
        return result.IsTruncated ? (double)result.TokenCount / budget : null;
    }

    private List<(string Id, string Category, string Text)> Read(string file, int stride)
    {
        string path = Path.Combine(Corpus, file);
        if (!File.Exists(path))
        {
            output.WriteLine($"Not run: there is no {file} beside the repository.");
            return [];
        }

        List<(string, string, string)> texts = [];
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            if (number++ % stride == 0)
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement row = document.RootElement;
                string category = row.TryGetProperty("category", out JsonElement value) ? value.GetString()! : "";
                texts.Add((row.GetProperty("id").GetString()!, category, row.GetProperty("text").GetString()!));
            }
        }

        return texts;
    }

    private readonly record struct Fill(double Least, double Sum, int Count)
    {
        internal static Fill None => new(double.PositiveInfinity, 0, 0);

        internal double Mean => Sum / Count;

        internal Fill With(double value) => new(Math.Min(Least, value), Sum + value, Count + 1);
    }
}
