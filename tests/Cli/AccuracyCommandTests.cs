using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Cli;

public class AccuracyCommandTests
{
    private static readonly string GoldenTexts = RepositoryFiles.PathOf("tests", "Estimation", "GoldenTexts.jsonl");

    [Fact]
    public void Estimates_are_scored_against_the_counts_of_the_corpus()
    {
        using TemporaryDirectory directory = new();
        int tokens = TokenEstimator.ForModel("gpt-5").CountTokens("Hello, world. This is text.");
        directory.Write("corpus.jsonl", $$$"""
            {"id": "a", "category": "one", "text": "Hello, world. This is text.", "counts": {"o200k_base": {{{tokens}}}}}

            {"id": "b", "category": "one", "text": "Hello, world. This is text.", "counts": {"o200k_base": {{{2 * tokens}}}}}
            {"id": "c", "category": "two", "text": "Hello, world. This is text.", "counts": {"o200k_base": {{{4 * tokens}}}}}
            """);
        CliResult result = Run(directory.Path, "accuracy", "corpus.jsonl", "--worst", "1");
        Assert.Equal(
            """
            category         docs   bias%   MAPE%    p95%
            one                 2   -25.0    25.0    50.0
            two                 1   -75.0    75.0    75.0
            worst c two -75%
            o200k_base: docs 3 exact 1 MAPE 41.67% over 50.00% p50 50.00% p95 75.00% max 75%

            """.ReplaceLineEndings("\n"),
            result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void Where_a_count_is_missing_the_vocabulary_counts()
    {
        CliResult result = Run(Path.GetTempPath(), "accuracy", GoldenTexts, "--profile", "claude_legacy");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("claude_legacy: docs 18 ", result.OutputLines[^1]);

        result = Run(Path.GetTempPath(), "accuracy", GoldenTexts, "--profile", "gemma3");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("line 1: there is no count of 'gemma3'", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void All_profiles_have_a_line_each()
    {
        CliResult result = Run(Path.GetTempPath(), "accuracy", GoldenTexts, "--all-profiles");
        Assert.Equal(["o200k_base:", "cl100k_base:", "claude_legacy:"], result.OutputLines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void A_bad_line_is_named_and_the_rest_is_scored()
    {
        using TemporaryDirectory directory = new();
        directory.Write("corpus.jsonl", "{\"text\": \"Hello\"}\n{\"text\": 1}\n[]\n{\n");
        CliResult result = Run(directory.Path, "accuracy", "corpus.jsonl");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("docs 1 ", result.Output);
        Assert.Contains("corpus.jsonl: line 2: there is no string 'text'", result.Error);
        Assert.Contains("line 3: it is no JSON object", result.Error);
        Assert.Contains("line 4: it is not JSON", result.Error);
        Assert.Contains("no such file", Run(directory.Path, "accuracy", "none.jsonl").Error);
        Assert.Equal(2, Run(directory.Path, "accuracy", "corpus.jsonl", "--worst", "-1").ExitCode);
    }

    [Fact]
    public void Calibration_writes_a_profile_that_counts_as_reported()
    {
        using TemporaryDirectory directory = new();
        string text = string.Concat(Enumerable.Repeat("A sentence of a few words, and then another one; 12 of them.\n", 20));
        long estimate = new TokenEstimator(TokenProfile.O200kBase).CountTokens(text);
        directory.Write("seen.jsonl", string.Concat(Enumerable.Range(0, 20).Select(turn => turn % 2 == 0
            ? $$"""{"text": {{JsonString(text)}}, "tokens": {{estimate * 13 / 10}}}""" + "\n"
            : $$"""{"texts": [{{JsonString(text)}}, "more"], "tokens": {{(estimate * 13 / 10) + 2}}}""" + "\n")) + "{\"text\": \"x\"}\n");
        CliResult result = Run(directory.Path, "calibrate", "--observations", "seen.jsonl", "--output", "mine.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("seen.jsonl: line 21: there is no whole number 'tokens'", result.Error);
        Assert.Equal("20", result.OutputLines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]);

        using FileStream stream = File.OpenRead(directory.Combine("mine.json"));
        TokenProfile mine = TokenProfile.Load(stream);
        Assert.Equal("mine", mine.Name);
        Assert.InRange(new TokenEstimator(mine).CountTokens(text), 1.28 * estimate, 1.32 * estimate);
        Assert.Equal(2, Run(directory.Path, "calibrate", "--observations", "seen.jsonl", "--profile", "none", "--output", "mine.json").ExitCode);
        Assert.Equal(2, Run(directory.Path, "calibrate", "--output", "mine.json").ExitCode);
    }

    [Fact]
    public void Sampled_counts_have_an_error_bar()
    {
        using TemporaryDirectory directory = new();
        string line = "A sentence of a few words, and then another one; 12 of them.\n";
        directory.Write("long.txt", string.Concat(Enumerable.Range(0, 3000).Select(number => $"{number}: {line}")));
        directory.Write("short.txt", line);
        CliResult result = Run(directory.Path, "count", "--sampled", "long.txt", "short.txt");
        Assert.Equal(0, result.ExitCode);
        string[][] rows = [.. result.OutputLines.Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(["tokens", "±95%", "bytes", "bytes/token", "path"], rows[0]);
        long exact = BpeTokenizer.O200kBase.CountTokens(File.ReadAllText(directory.Combine("long.txt")));
        Assert.InRange(long.Parse(rows[1][0]), 0.98 * exact, 1.02 * exact);
        Assert.NotEqual("0", rows[1][1]);
        Assert.Equal([$"{BpeTokenizer.O200kBase.CountTokens(line)}", "0"], rows[2][..2]);
        Assert.Equal(rows[1][1], rows[3][1]);

        string json = $$"""{"id": 7, "text": {{JsonString(line)}}}""";
        Assert.Equal(
            $$"""{"id": 7, "tokens": {{BpeTokenizer.O200kBase.CountTokens(line)}}, "margin_95": 0}""",
            CliRunner.Run(directory.Path, json, "count", "--jsonl", "--sampled").OutputLines[0]);
        Assert.True(Run(directory.Path, "count", "--sampled", "--json", "long.txt").Json.GetProperty("sampled").GetBoolean());
        Assert.Equal(2, Run(directory.Path, "count", "--sampled", "--exact", "long.txt").ExitCode);
        Assert.Equal(2, Run(directory.Path, "count", "--sampled", "--all-profiles", "long.txt").ExitCode);
        Assert.Contains("--sampled: the vocabulary of 'gemma3'", Run(directory.Path, "count", "--sampled", "--profile", "gemma3", "long.txt").Error);
    }

    private static string JsonString(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static CliResult Run(string directory, params string[] args) => CliRunner.Run(directory, (string?)null, args);
}
