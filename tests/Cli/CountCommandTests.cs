using System.Text;
using System.Text.Json;
using Xunit;

namespace FastTokens.Tests.Cli;

public sealed class CountCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void APlainTableHasAHeaderARowForEachFileInOrdinalOrderAndATotal()
    {
        _directory.Write("b.txt", "hello world");
        _directory.Write("a.txt", new string('x', 1500));
        _directory.Write("B.txt", "");

        CliResult result = Run("count", "b.txt", "a.txt", "B.txt");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
        string[][] rows = [.. result.OutputLines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(["tokens", "bytes", "bytes/token", "path"], rows[0]);
        Assert.Equal(["B.txt", "a.txt", "b.txt", "total"], rows[1..].Select(row => row[3]));
        Assert.Equal(["0", "1500", "11", "1511"], rows[1..].Select(row => row[1]));
        Assert.Equal(["0", "0", "-", "B.txt"], rows[1]);
        Assert.Equal(Sum(rows[1..4], 0), long.Parse(rows[4][0]));
    }

    [Theory]
    [InlineData("o200k_base")]
    [InlineData("p50k_base")]
    [InlineData("claude_legacy")]
    public void ExactCountsAreThoseOfTheEncoding(string encoding)
    {
        const string Text = "Достопримечательности, 敏捷的 fox; can't stop 12345\r\n";
        _directory.Write("a.txt", Text);
        int expected = BpeTokenizer.FromName(encoding).CountTokens(Text);
        Assert.StartsWith($"{expected} ", Run("count", "--exact", "--profile", encoding, "a.txt").OutputLines[^1].TrimStart());
        JsonElement document = JsonDocument.Parse(Run("count", "--exact", "--json", "--profile", encoding, "a.txt").Output).RootElement;
        Assert.Equal((encoding, true), (document.GetProperty("profile").GetString(), document.GetProperty("exact").GetBoolean()));
        Assert.Equal(expected, document.GetProperty("totals").GetProperty("tokens").GetInt32());
    }

    [Fact]
    public void AModelIsCountedExactlyWithItsEncoding()
    {
        _directory.Write("a.txt", "hello world, hello tokens");
        int expected = BpeTokenizer.Cl100kBase.CountTokens("hello world, hello tokens");
        Assert.StartsWith($"{expected} ", Run("count", "--exact", "--model", "gpt-4", "a.txt").OutputLines[^1].TrimStart());
    }

    [Fact]
    public void OneFileHasNoTotal()
    {
        _directory.Write("a.txt", "hello");
        Assert.Equal(["a.txt"], Run("count", "a.txt").OutputLines.Skip(1).Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public void ATableOnATerminalSeparatesThousands()
    {
        _directory.Write("a.txt", new string('x', 1_234_567));

        CliResult result = CliRunner.RunOnTerminal(_directory.Path, width: 60, "count", "a.txt");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("1,234,567", result.Output);
        Assert.Contains("a.txt", result.Output);
    }

    [Fact]
    public void PlainOutputNeverCutsAPath()
    {
        string name = string.Concat(Enumerable.Repeat("long-name/", 20)) + "file with spaces.txt";
        _directory.Write(name, "hello");
        Assert.EndsWith(name, Run("count", name).OutputLines[^1]);
    }

    [Fact]
    public void JsonIsOneDocument()
    {
        _directory.Write("a.txt", "hello world");
        _directory.Write("dir/b\"ü.txt", "hello");

        CliResult result = Run("count", "--json", ".", "missing.txt");

        Assert.Equal(1, result.ExitCode);
        JsonElement json = result.Json;
        Assert.Equal("o200k_base", json.GetProperty("profile").GetString());
        JsonElement[] files = [.. json.GetProperty("files").EnumerateArray()];
        Assert.Equal(["a.txt", "dir/b\"ü.txt"], files.Select(file => file.GetProperty("path").GetString()));
        Assert.Equal(16, json.GetProperty("totals").GetProperty("bytes").GetInt64());
        Assert.Equal(
            files.Sum(file => file.GetProperty("tokens").GetInt64()), json.GetProperty("totals").GetProperty("tokens").GetInt64());
        JsonElement failure = Assert.Single(json.GetProperty("failures").EnumerateArray());
        Assert.Equal("missing.txt", failure.GetProperty("path").GetString());
    }

    [Fact]
    public void AllProfilesHaveAColumnEach()
    {
        _directory.Write("a.txt", "hello world");

        string[] header = Run("count", "--all-profiles", "a.txt").OutputLines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. TokenProfile.BuiltIn.Select(profile => profile.Name), "bytes", "path"], header);

        JsonElement tokens = Run("count", "--all-profiles", "--json", "a.txt").Json.GetProperty("totals").GetProperty("tokens");
        Assert.Equal(TokenProfile.BuiltIn.Select(profile => profile.Name), tokens.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void CountsAreThoseOfTheLibraryWhateverTheSize()
    {
        // Longer than the read buffer, with characters that its end cuts.
        string text = string.Concat(Enumerable.Repeat("Grüße, 世界! 😀 ", 120_000));
        _directory.Write("large.txt", text);
        TokenMeter meter = new(TokenProfile.FromName("qwen2.5"));
        meter.Append(Encoding.UTF8.GetBytes(text).AsSpan());

        JsonElement total = Run("count", "--json", "--profile", "qwen2.5", "large.txt").Json.GetProperty("totals");

        Assert.Equal(meter.Estimate, total.GetProperty("tokens").GetInt64());
        Assert.Equal(meter.Utf8ByteCount, total.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void ManyFilesComeInOrder()
    {
        for (int index = 0; index < 300; index++)
        {
            _directory.Write($"{index % 7}/{index:d3}.txt", new string('x', index));
        }

        CliResult result = Run("count", ".");

        Assert.Equal(300, result.Paths.Length);
        Assert.Equal(result.Paths.Order(StringComparer.Ordinal), result.Paths);
        Assert.All(result.OutputLines[1..^1], line =>
        {
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(int.Parse(cells[3][^7..^4]), int.Parse(cells[1]));
        });
    }

    [Fact]
    public void StandardInputIsReadWithoutArgumentsAndForAHyphen()
    {
        Assert.Equal(["-"], CliRunner.Run(_directory.Path, "hello", "count").Paths);
        Assert.Equal(["-"], CliRunner.Run(_directory.Path, "hello", "count", "-").Paths);
    }

    [Fact]
    public void AFileThatTwoArgumentsNameIsCountedOnce()
    {
        _directory.Write("a.txt", "hello");
        Assert.Equal(["a.txt"], Run("count", "a.txt", ".", "*.txt").Paths);
    }

    [Theory]
    [InlineData("utf-16", 2)]
    [InlineData("utf-16BE", 2)]
    [InlineData("utf-8", 3)]
    public void AByteOrderMarkSaysTheEncodingAndIsNotCounted(string encodingName, int markLength)
    {
        const string Text = "Grüße 😀 and more";
        Encoding encoding = Encoding.GetEncoding(encodingName);
        Assert.Equal(markLength, encoding.GetPreamble().Length);
        _directory.Write("marked.txt", [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);
        _directory.Write("plain.txt", Text);

        JsonElement[] files = [.. Run("count", "--json", ".").Json.GetProperty("files").EnumerateArray()];

        Assert.Equal(2, files.Length);
        Assert.Equal(files[1].GetProperty("tokens").GetInt64(), files[0].GetProperty("tokens").GetInt64());
        Assert.Equal(Encoding.UTF8.GetByteCount(Text), files[0].GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, 0)]
    [InlineData(new byte[] { 0xFF, 0xFE }, 0)]
    [InlineData(new byte[] { 0xEF, 0xBB }, 2)]
    [InlineData(new byte[] { 0xEF }, 1)]
    [InlineData(new byte[] { 0xFF, 0xFF }, 2)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41 }, 3)]
    [InlineData(new byte[0], 0)]
    public void IncompleteMarksAndIllFormedTextAreText(byte[] bytes, long expectedBytes)
    {
        // Half a UTF-16 unit is ill-formed text: U+FFFD, three bytes.
        _directory.Write("file", bytes);
        CliResult result = Run("count", "--json", "file");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(expectedBytes, result.Json.GetProperty("totals").GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void BinaryFilesAreLeftOutOfDirectoriesButFailWhenNamed()
    {
        _directory.Write("a.txt", "hello");
        _directory.Write("b.png", [0x89, 0x50, 0, 1]);
        byte[] late = [.. Enumerable.Repeat((byte)'x', 8000), 0];
        _directory.Write("late-zero.txt", late);

        CliResult walked = Run("count", ".");
        Assert.Equal(0, walked.ExitCode);
        Assert.Equal(["a.txt", "late-zero.txt"], walked.Paths);
        Assert.Equal(["fasttokens: left out 1 binary file"], walked.ErrorLines);

        CliResult named = Run("count", "a.txt", "b.png");
        Assert.Equal(1, named.ExitCode);
        Assert.Equal(["a.txt"], named.Paths);
        Assert.Equal(["fasttokens: b.png: binary file (NUL byte at offset 2)"], named.ErrorLines);
    }

    [Fact]
    public void WhatFailsIsNamedAndTheRestIsCounted()
    {
        _directory.Write("a.txt", "hello");

        CliResult result = Run("count", "missing.txt", "a.txt", "no/such/dir", "*.none", "");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["a.txt"], result.Paths);
        Assert.Equal(
            [
                "fasttokens: *.none: no file matches the pattern",
                "fasttokens: : empty path",
                "fasttokens: missing.txt: no such file or directory",
                "fasttokens: no/such/dir: no such file or directory",
            ],
            result.ErrorLines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NothingCountedPrintsNoTable()
    {
        CliResult failed = Run("count", "missing.txt");
        Assert.Equal((1, ""), (failed.ExitCode, failed.Output));

        CliResult empty = Run("count", ".");
        Assert.Equal((0, ""), (empty.ExitCode, empty.Output));
        Assert.Equal(["fasttokens: no text files found"], empty.ErrorLines);
    }

    [Theory]
    [InlineData("*.txt", "a.txt b.txt")]
    [InlineData("./*.txt", "a.txt b.txt")]
    [InlineData("?.txt", "a.txt b.txt")]
    [InlineData("[a].txt", "a.txt")]
    [InlineData("**/*.txt", "a.txt b.txt dir/c.txt dir/sub/d.txt")]
    [InlineData("dir/**", "dir/c.txt dir/sub/d.txt dir/sub/e.md")]
    [InlineData("dir/*", "dir/c.txt dir/sub/d.txt dir/sub/e.md")]
    [InlineData("d*/s*/*.md", "dir/sub/e.md")]
    public void PatternsAreExpanded(string pattern, string expected)
    {
        foreach (string path in (string[])["a.txt", "b.txt", "dir/c.txt", "dir/sub/d.txt", "dir/sub/e.md"])
        {
            _directory.Write(path, "text");
        }

        CliResult result = Run("count", pattern);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(expected.Split(' '), result.Paths);
    }

    [Fact]
    public void AFileWhoseNameLooksLikeAPatternOrAResponseFileIsAFile()
    {
        _directory.Write("[a].txt", "hello");
        _directory.Write("a.txt", "hello");
        _directory.Write("@args", "hello");
        Assert.Equal(["@args", "[a].txt"], Run("count", "[a].txt", "@args").Paths);
    }

    [Fact]
    public void SymbolicLinksInDirectoriesAreNotFollowed()
    {
        _directory.Write("dir/a.txt", "hello");
        try
        {
            Directory.CreateSymbolicLink(_directory.Combine("dir/loop"), _directory.Combine("dir"));
            File.CreateSymbolicLink(_directory.Combine("dir/link.txt"), _directory.Combine("dir/a.txt"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return; // Links need a privilege on Windows.
        }

        CliResult result = Run("count", ".");
        Assert.Equal(["dir/a.txt"], result.Paths);
        Assert.Equal(["fasttokens: left out 2 symbolic links"], result.ErrorLines);
        Assert.Equal(["dir/loop/a.txt"], Run("count", "dir/loop").Paths);
        Assert.Equal(["dir/link.txt"], Run("count", "dir/link.txt").Paths);
    }

    [Fact]
    public void NamesWithControlCharactersStayOnOneLine()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _directory.Write("a\n\u001b[31m.txt", "hello");
        Assert.Equal([@"a\u000a\u001b[31m.txt"], Run("count", ".").Paths);
    }

    [Fact]
    public void CancellationLeavesNoTable()
    {
        _directory.Write("a.txt", "hello");
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        using MemoryStream output = new();
        using FastTokens.Cli.CliConsole console = new()
        {
            Input = Stream.Null,
            IsInputRedirected = false,
            Output = output,
            Error = TextWriter.Null,
            WorkingDirectory = _directory.Path,
            CancellationToken = cancellation.Token,
        };

        Assert.ThrowsAny<OperationCanceledException>(() => FastTokens.Cli.CommandLineApplication.Run(["count", "a.txt"], console));
        Assert.Equal(0, output.Length);
    }

    private static long Sum(string[][] rows, int column) => rows.Sum(row => long.Parse(row[column]));

    private CliResult Run(params string[] args) => CliRunner.Run(_directory.Path, (string?)null, args);
}
