using Xunit;

namespace FastTokens.Tests.Cli;

public sealed class UsageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("count")]
    [InlineData("count --nonsense .")]
    [InlineData("count --model gpt-5 --profile llama3 .")]
    [InlineData("count --field text .")]
    [InlineData("count --json --jsonl .")]
    [InlineData("count --profile")]
    [InlineData("count --exact --all-profiles .")]
    [InlineData("count --exact --profile llama3 .")]
    [InlineData("count --exact --model claude-opus-4-1 .")]
    [InlineData("count --exact --profile no-such-encoding .")]
    [InlineData("truncate --exact --profile gemma3 --max-tokens 5 README.md")]
    [InlineData("models extra")]
    [InlineData("truncate README.md")]
    [InlineData("truncate --max-tokens -1 README.md")]
    [InlineData("truncate --max-tokens x README.md")]
    [InlineData("truncate --max-tokens 5 --keep middle README.md")]
    [InlineData("truncate --max-tokens 5 --boundary letter README.md")]
    [InlineData("truncate --max-tokens 5 --marker x --no-marker README.md")]
    [InlineData("truncate --max-tokens 5 --field text README.md")]
    [InlineData("truncate --max-tokens 5 --model gpt-5 --profile llama3 README.md")]
    [InlineData("truncate --max-tokens 5 --nonsense")]
    [InlineData("truncate --max-tokens 5 a b")]
    [InlineData("truncate --max-tokens 5")]
    [InlineData("chunk --max-tokens 0 README.md")]
    [InlineData("chunk --max-tokens 5 --overlap 5 README.md")]
    [InlineData("chunk --max-tokens 5 --overlap -1 README.md")]
    [InlineData("nonsense")]
    public void WrongUsageSaysSoAndDoesNothing(string arguments)
    {
        CliResult result = Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.True(result.ErrorLines.Length >= 2);
        Assert.All(result.ErrorLines, line => Assert.StartsWith("fasttokens: ", line));
        Assert.Contains("--help", result.ErrorLines[^1]);
    }

    [Fact]
    public void AnUnknownModelListsTheKnownOnes()
    {
        CliResult result = Run("count", "--model", "no-such-model", ".");
        Assert.Equal(2, result.ExitCode);
        Assert.All(ModelCatalog.Default.Models, model => Assert.Contains(model.Name, result.Error));
    }

    [Fact]
    public void AnUnknownProfileListsTheKnownOnes()
    {
        CliResult result = Run("count", "--profile", "no-such-profile", ".");
        Assert.Equal(2, result.ExitCode);
        Assert.All(TokenProfile.BuiltIn, profile => Assert.Contains(profile.Name, result.Error));
    }

    [Fact]
    public void AFileThatIsNoProfileIsNamed()
    {
        _directory.Write("broken.json", "nonsense");
        CliResult result = Run("count", "--profile", "broken.json", ".");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("broken.json", result.Error);
    }

    [Fact]
    public void AModelSelectsItsProfile()
    {
        _directory.Write("a.txt", "hello");
        ModelInfo model = ModelCatalog.Default.Models[^1];

        CliResult result = Run("count", "--json", "--model", model.Name, "a.txt");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(model.Name, result.Json.GetProperty("model").GetString());
        Assert.Equal(model.Profile, result.Json.GetProperty("profile").GetString());
    }

    [Fact]
    public void WhatFollowsTwoHyphensIsAFile()
    {
        _directory.Write("--odd", "hello");
        Assert.Equal(["--odd"], Run("count", "--", "--odd").Paths);
        Assert.Equal(2, Run("count", "--odd").ExitCode);
    }

    [Theory]
    [InlineData("--help", "count")]
    [InlineData("count --help", "--jsonl")]
    [InlineData("models --help", "--json")]
    [InlineData("truncate --help", "--no-marker")]
    [InlineData("chunk --help", "--overlap")]
    public void HelpGoesToStandardOutput(string arguments, string expected)
    {
        CliResult result = Run(arguments.Split(' '));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output);
        Assert.Contains(expected, result.Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void NamesAreCompleted()
    {
        CliResult result = Run("[suggest:16]", "count --profile ");
        Assert.Equal(0, result.ExitCode);
        Assert.All(TokenProfile.BuiltIn, profile => Assert.Contains(profile.Name, result.OutputLines));
    }

    private CliResult Run(params string[] args) => CliRunner.Run(_directory.Path, (string?)null, args);
}
