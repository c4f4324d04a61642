using System.Text;
using System.Text.Json;
using Xunit;

namespace FastTokens.Tests.Cli;

/// <summary><c>fasttokens truncate</c> and <c>fasttokens chunk</c>.</summary>
public sealed class CutCommandTests : IDisposable
{
    private const string Line = "The quick brown fox jumps over the lazy dog. ";

    private readonly TemporaryDirectory _directory = new();
    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("head")]
    [InlineData("tail")]
    [InlineData("both")]
    public void ATextIsCutToItsBudget(string keep)
    {
        string text = string.Concat(Enumerable.Repeat(Line, 100));
        _directory.Write("a.txt", text);

        CliResult result = Run(null, "truncate", "--max-tokens", "100", "--keep", keep, "a.txt");

        Assert.Equal(0, result.ExitCode);
        Assert.InRange(_estimator.CountTokens(result.Output), 70, 100);
        Assert.Equal(keep != "tail", result.Output.StartsWith("The quick", StringComparison.Ordinal));
        Assert.Equal(keep != "head", result.Output.EndsWith("dog. ", StringComparison.Ordinal));
        Assert.Contains(" tokens omitted …]\n", result.Output);
        Assert.Matches(@"^fasttokens: a\.txt: \d+ of 100 tokens, cut at a sentence boundary: \d+ tokens omitted$", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public void ATextThatFitsIsCopiedByteForByte()
    {
        byte[] bytes = [.. "text"u8, 0xFF, 0xE4, (byte)'\n'];
        CliResult result = RunOnBytes(bytes, "truncate", "--max-tokens", "50");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Encoding.UTF8.GetString(bytes), result.Output);
        Assert.Contains("nothing omitted", result.Error);
    }

    [Fact]
    public void TheMarkerCanBeChosenOrLeftOut()
    {
        string text = string.Concat(Enumerable.Repeat(Line, 100));
        Assert.Contains("<cut>", Run(text, "truncate", "--max-tokens", "100", "--marker", "<cut>").Output);
        Assert.DoesNotContain("omitted", Run(text, "truncate", "--max-tokens", "100", "--no-marker").Output);
        Assert.Equal("The quick brown fox", Run(Line, "truncate", "--max-tokens", "5", "--no-marker", "--boundary", "word").Output);
    }

    [Fact]
    public void ABudgetThatNoCharacterFitsSaysSo()
    {
        CliResult result = Run("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "truncate", "--max-tokens", "1");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("not one character fits 1 tokens", result.Error);
    }

    [Fact]
    public void AMissingFileOrADirectoryIsAFailure()
    {
        CliResult result = Run(null, "truncate", "--max-tokens", "5", "none.txt");
        Assert.Equal((1, "fasttokens: none.txt: no such file or directory"), (result.ExitCode, Assert.Single(result.ErrorLines)));
        result = Run(null, "chunk", "--max-tokens", "5", ".");
        Assert.Equal((1, "fasttokens: .: is a directory"), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }

    [Fact]
    public void Utf16WithAMarkIsRead()
    {
        _directory.Write("a.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Привет")]);
        Assert.Equal("Привет", Run(null, "truncate", "--max-tokens", "50", "a.txt").Output);
    }

    [Fact]
    public void JsonLinesAreTruncatedInTheirPlaces()
    {
        string longText = string.Concat(Enumerable.Repeat(Line, 10));
        string input = $$"""
            {"id": 1, "text": "short"}
            nonsense
            {"id": "x", "text": "{{longText}}"}
            {"text": "\ud800\u0041"}
            """;

        CliResult result = Run(input, "truncate", "--max-tokens", "30", "--jsonl");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(4, result.JsonLines.Count);
        Assert.Equal("""{"id": 1, "text": "short", "tokens": 1, "truncated": false, "omitted_tokens": 0}""", result.OutputLines[0]);
        Assert.Equal(2, result.JsonLines[1].GetProperty("line").GetInt32());
        JsonElement cut = result.JsonLines[2];
        Assert.Equal(["id", "text", "tokens", "truncated", "omitted_tokens"], cut.EnumerateObject().Select(static member => member.Name));
        Assert.True(cut.GetProperty("truncated").GetBoolean());
        Assert.InRange(cut.GetProperty("omitted_tokens").GetInt32(), 50, 100);
        Assert.Equal(_estimator.CountTokens(cut.GetProperty("text").GetString()), cut.GetProperty("tokens").GetInt32());
        Assert.Equal("\uFFFDA", result.JsonLines[3].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("20")]
    public void ChunksAreRangesOfBytes(string overlap)
    {
        string text = string.Concat(Enumerable.Range(0, 200).Select(static number => $"Zeile {number}: größer als 中文。\n"));
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        _directory.Write("a.txt", [0xEF, 0xBB, 0xBF, .. utf8Text]);

        CliResult result = Run(null, "chunk", "--max-tokens", "100", "--overlap", overlap, "a.txt");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        int end = 0;
        foreach (JsonElement chunk in result.JsonLines)
        {
            Assert.Equal(["start", "end", "overlap", "tokens", "text"], chunk.EnumerateObject().Select(static member => member.Name));
            int start = chunk.GetProperty("start").GetInt32();
            Assert.Equal(end, start + chunk.GetProperty("overlap").GetInt32());
            end = chunk.GetProperty("end").GetInt32();
            Assert.Equal(Encoding.UTF8.GetString(utf8Text[start..end]), chunk.GetProperty("text").GetString());
            Assert.Equal(_estimator.CountTokens(utf8Text.AsSpan(start..end)), chunk.GetProperty("tokens").GetInt32());
            Assert.InRange(chunk.GetProperty("tokens").GetInt32(), 1, 100);
        }

        Assert.Equal(utf8Text.Length, end);
    }

    [Fact]
    public void JsonLinesAreChunkedInTheirPlaces()
    {
        CliResult result = Run("{\"id\": 7, \"text\": \"one two three four\"}\n{\"text\": \"𒀀\"}\n{\"text\": \"\"}\n", "chunk", "--exact", "--max-tokens", "2", "--jsonl");

        Assert.Equal(1, result.ExitCode);
        JsonElement chunks = result.JsonLines[0].GetProperty("chunks");
        Assert.Equal(7, result.JsonLines[0].GetProperty("id").GetInt32());
        Assert.Equal("one two three four", string.Concat(chunks.EnumerateArray().Select(static chunk => chunk.GetProperty("text").GetString())));
        Assert.Equal("""{"chunks": []}""", result.OutputLines[2]);
        Assert.Contains("U+12000", result.JsonLines[1].GetProperty("error").GetString());
        Assert.Contains("line 2", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public void ACharacterThatDoesNotFitAChunkIsAFailure()
    {
        CliResult result = Run("abc 𒀀 def", "chunk", "--exact", "--max-tokens", "1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("U+12000", Assert.Single(result.ErrorLines));
    }

    private CliResult Run(string? input, params string[] args) => CliRunner.Run(_directory.Path, input, args);

    private CliResult RunOnBytes(byte[] input, params string[] args) => CliRunner.Run(_directory.Path, new MemoryStream(input), args);
}
