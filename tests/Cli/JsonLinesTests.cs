using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using FastTokens.Cli;
using Xunit;

namespace FastTokens.Tests.Cli;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void EachLineIsAnsweredInItsPlace()
    {
        string[] lines =
        [
            """{"id": 1, "text": "hello"}""",
            "",
            """{"text": "no id"}""",
            """{"id": "x", "text": 5}""",
            "nonsense",
            """{"id": 2}""",
            """["text"]""",
            """{"id": 3, "text": "a"} {}""",
            """{"id": 4, "text": "open""",
            """ {"text":"last", "id" : null } """,
        ];

        CliResult result = Run(string.Join('\n', lines), "count", "--jsonl");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(lines.Length, result.JsonLines.Count);
        Assert.StartsWith("""{"id": 1, "tokens": """, result.OutputLines[0]);
        Assert.StartsWith("""{"tokens": """, result.OutputLines[2]);
        Assert.StartsWith("""{"id": null, "tokens": """, result.OutputLines[9]);
        foreach (int bad in (int[])[1, 3, 4, 5, 6, 7, 8])
        {
            JsonElement answer = result.JsonLines[bad];
            Assert.Equal(["id", "error", "line"], answer.EnumerateObject().Select(member => member.Name));
            Assert.Equal(JsonValueKind.Null, answer.GetProperty("id").ValueKind);
            Assert.Equal(bad + 1, answer.GetProperty("line").GetInt32());
        }

        Assert.StartsWith("fasttokens: -: 7 bad lines, the first is line 2: ", Assert.Single(result.ErrorLines));
    }

    [Theory]
    [InlineData("""{"id": 1, "text": "a"}""", "1")]
    [InlineData("""{"id": 1.50e3, "text": "a"}""", "1.50e3")]
    [InlineData("""{"id": "a\u00e9\"b", "text": "a"}""", "\"a\\u00e9\\\"b\"")]
    [InlineData("""{"id": [1, {"a": "x y"}], "text": "a"}""", """[1, {"a": "x y"}]""")]
    [InlineData("""{"text": "a", "deep": {"id": 5}, "id": true}""", "true")]
    [InlineData("""{"id": 1, "id": 2, "text": "a"}""", "2")]
    public void TheIdIsCopiedAsWritten(string line, string id) =>
        Assert.StartsWith($$"""{"id": {{id}}, "tokens": """, Run(line, "count", "--jsonl").Output);

    [Theory]
    [InlineData("text", """{"text": "T"}""")]
    [InlineData("text", """{"text": "x", "text": "T"}""")]
    [InlineData("text", """{"te\u0078t": "T"}""")]
    [InlineData("text", """{"te\ud800t": "x", "text": "T"}""")]
    [InlineData("text", """{"a": {"text": 1}, "text": "T"}""")]
    [InlineData("body.text", """{"body": {"text": "T", "other": [{}]}}""")]
    [InlineData("body.text", """{"body": {"text": "x"}, "body": {"text": "T"}}""")]
    [InlineData("body.text", """{"body.text": "T", "body": {"text": "x"}}""")]
    [InlineData("id", """{"id": "T"}""")]
    public void TheFieldIsFound(string field, string template)
    {
        const string Text = "a longer text, so that its count differs from the others";
        CliResult expected = Run(JsonLine(Text), "count", "--jsonl");
        CliResult actual = Run(template.Replace("\"T\"", $"\"{Text}\""), "count", "--jsonl", "--field", field);

        Assert.Equal(0, actual.ExitCode);
        Assert.Equal(Tokens(expected), Tokens(actual));
    }

    [Theory]
    [InlineData("""{"body": "x"}""")]
    [InlineData("""{"body": {"text": null}}""")]
    [InlineData("""{"body": {"text": "x"}, "body": 1}""")]
    [InlineData("""{"text": "x"}""")]
    public void AMissingFieldIsAnError(string line)
    {
        CliResult result = Run(line, "count", "--jsonl", "--field", "body.text");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("body.text", result.JsonLines[0].GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(@"Gr\u00fc\u00dfe\n\ud83d\ude00", "Grüße\n😀")]
    [InlineData(@"lone \ud800 surrogate", "lone \uFFFD surrogate")]
    public void EscapesAreResolvedBeforeCounting(string escaped, string text)
    {
        string repeated = string.Concat(Enumerable.Repeat(escaped, 50));
        CliResult result = Run($$"""{"text": "{{repeated}}"}""", "count", "--jsonl");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(CountDirectly(string.Concat(Enumerable.Repeat(text, 50))), Tokens(result));
    }

    [Fact]
    public void IllFormedUtf8IsNoError()
    {
        byte[] line = [.. """{"text": "a"""u8, 0xFF, 0xC3, .. "\"}\n"u8];
        CliResult result = CliRunner.Run(_directory.Path, new MemoryStream(line), "count", "--jsonl");
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void AHugeLineAndSmallOnesAroundItAreAnswered()
    {
        string huge = string.Concat(Enumerable.Repeat("tokens \\u00fc ", 500_000));
        string input = $$"""{"id": 1, "text": "a"}{{'\n'}}{"id": 2, "text": "{{huge}}"}{{'\n'}}{"id": 3, "text": "a"}""";

        CliResult result = CliRunner.Run(
            _directory.Path, new ChunkedStream(Encoding.UTF8.GetBytes(input), 65_536), "count", "--jsonl");

        Assert.Equal([1, 2, 3], result.JsonLines.Select(line => line.GetProperty("id").GetInt32()));
        Assert.Equal(
            CountDirectly(huge.Replace("\\u00fc", "ü")), result.JsonLines[1].GetProperty("tokens").GetInt64());
    }

    [Fact]
    public void TheAnswersDoNotDependOnHowTheInputIsCut()
    {
        byte[] input = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 50).Select(index => $$"""{"id": {{index}}, "text": "Grüße 😀 {{index}} \n"}""" + "\r\n")));
        string expected = CliRunner.Run(_directory.Path, new MemoryStream(input), "count", "--jsonl").Output;
        for (int readLength = 1; readLength < 100; readLength += 7)
        {
            Assert.Equal(expected, CliRunner.Run(_directory.Path, new ChunkedStream(input, readLength), "count", "--jsonl").Output);
        }
    }

    [Fact]
    public void AllProfilesAreAnObject()
    {
        JsonElement tokens = Run(JsonLine("hello"), "count", "--jsonl", "--all-profiles").JsonLines[0].GetProperty("tokens");
        Assert.Equal(TokenProfile.BuiltIn.Select(profile => profile.Name), tokens.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void FilesAreAnsweredInTheOrderOfTheArguments()
    {
        _directory.Write("b.jsonl", """{"id": 1, "text": "a"}""" + "\n");
        _directory.Write("a.jsonl", """{"id": 2, "text": "a"}""" + "\nnonsense\n");

        CliResult result = Run(null, "count", "--jsonl", "b.jsonl", "missing.jsonl", "a.jsonl");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, result.JsonLines.Count);
        Assert.Equal([1, 2], result.JsonLines.Take(2).Select(line => line.GetProperty("id").GetInt32()));
        Assert.Equal(2, result.ErrorLines.Length);
        Assert.StartsWith("fasttokens: missing.jsonl: ", result.ErrorLines[0]);
        Assert.StartsWith("fasttokens: a.jsonl: line 2: ", result.ErrorLines[1]);
    }

    [Fact]
    public async Task ALineIsAnsweredBeforeTheNextOneIsSent()
    {
        using AnonymousPipeServerStream toCommand = new(PipeDirection.Out);
        using AnonymousPipeServerStream fromCommand = new(PipeDirection.In);
        using CliConsole console = new()
        {
            Input = new AnonymousPipeClientStream(PipeDirection.In, toCommand.ClientSafePipeHandle),
            IsInputRedirected = true,
            Output = new AnonymousPipeClientStream(PipeDirection.Out, fromCommand.ClientSafePipeHandle),
            Error = TextWriter.Null,
            WorkingDirectory = _directory.Path,
        };
        Task<int> run = Task.Run(() =>
        {
            int exitCode = CommandLineApplication.Run(["count", "--jsonl"], console);
            console.Output.Dispose();
            return exitCode;
        });

        using StreamReader answers = new(fromCommand);
        foreach (string line in (string[])["""{"id": 1, "text": "a"}""", "nonsense", "", """{"id": 2, "text": "a"}"""])
        {
            toCommand.Write(Encoding.UTF8.GetBytes(line + "\n"));
            string? answer = await answers.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.NotNull(answer);
            JsonDocument.Parse(answer).Dispose();
        }

        toCommand.Dispose();
        Assert.Equal(1, await run.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static string JsonLine(string text) => $$"""{"text": "{{text}}"}""";

    private static long Tokens(CliResult result) => result.JsonLines[0].GetProperty("tokens").GetInt64();

    private static long CountDirectly(string text)
    {
        TokenMeter meter = new(TokenProfile.O200kBase);
        meter.Append(Encoding.UTF8.GetBytes(text).AsSpan());
        return meter.Estimate;
    }

    private CliResult Run(string? input, params string[] args) => CliRunner.Run(_directory.Path, input, args);
}
