using System.Diagnostics;
using Xunit;

namespace FastTokens.Tests.Cli;

/// <summary>What a directory walk leaves out, with git itself as the oracle where it is installed.</summary>
public sealed class GitIgnoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void NestedFilesNegationAnchorsAndDirectories()
    {
        _directory.Write(".gitignore", "*.log\n!keep.log\n/build/\ndoc/*.txt\nbin/\n# comment\n\\#name\ntrailing   \nab**/c\n");
        _directory.Write("sub/.gitignore", "!*.log\n/only-here\n");
        string[] files =
        [
            "a.log", "keep.log", "build/x", "sub/build/x", "doc/a.txt", "sub/doc/a.txt", "doc/deep/a.txt", "bin/x", "sub/bin/x",
            "sub/b.log", "#name", "trailing", "sub/only-here", "sub/deep/only-here",
            "abx/y/c",
        ];
        WriteAll(files);

        Assert.Equal(
            [
                ".gitignore", "doc/deep/a.txt", "keep.log", "sub/.gitignore", "sub/b.log", "sub/build/x", "sub/deep/only-here",
                "sub/doc/a.txt",
            ],
            Walk("."));
    }

    [Fact]
    public void RulesOfDirectoriesAboveAndTheExcludeFileApplyInsideARepository()
    {
        _directory.Write(".git/info/exclude", "secret.txt\n");
        _directory.Write(".gitignore", "*.tmp\n");
        WriteAll(["src/a.cs", "src/a.tmp", "src/secret.txt", "src/deep/.git/info/exclude", "src/deep/b.tmp"]);

        // The repository inside has rules of its own.
        Assert.Equal(["src/a.cs", "src/deep/b.tmp"], Walk("src"));
    }

    [Fact]
    public void WorkTreesFindTheExcludeFileOfTheirRepository()
    {
        _directory.Write("main/.git/info/exclude", "secret.txt\n");
        _directory.Write("main/.git/worktrees/linked/commondir", "../..\n");
        _directory.Write("linked/.git", "gitdir: ../main/.git/worktrees/linked\n");
        WriteAll(["linked/a.txt", "linked/secret.txt"]);

        Assert.Equal(["linked/a.txt"], Walk("linked"));
    }

    [Fact]
    public void ANamedFileIsCountedEvenIfItIsIgnored()
    {
        _directory.Write(".gitignore", "*.log\n");
        _directory.Write("a.log", "text");

        Assert.Equal(["a.log"], Walk("a.log"));
    }

    [Fact]
    public void TheNoteSaysHowMuchWasLeftOut()
    {
        _directory.Write(".gitignore", "out/\n*.log\n");
        WriteAll(["a.txt", "a.log", "out/x", "out/y"]);
        _directory.Write("image", [1, 0, 2]);

        CliResult result = CliRunner.Run(_directory.Path, (string?)null, "count", ".");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["fasttokens: left out 2 git-ignored entries, 1 binary file"], result.ErrorLines);
    }

    [Fact]
    public void RandomRulesAgreeWithGit()
    {
        if (!TryGit("init", out _))
        {
            return;
        }

        string[] names = ["a", "b", "ab", "a.x", "b.x", "#a", "!b", "a b", "[a]", "x-y"];
        string[] pieces =
        [
            "*", "**", "/", "a", "b", "?", "[a-b]", "[!a]", ".x", "*.x", "\\#", "\\!", "**/", "/**", " ", "\\ ", "[[:alpha:]]", "[]a]", "\\[", "-", "!",
            "#", "ab", "[a", "\\", "x^", "***",
        ];
        Random random = new(20260101);
        for (int round = 0; round < 20; round++)
        {
            Clear();
            for (int file = 0; file < 40; file++)
            {
                string path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)]));
                TryWrite(path);
            }

            foreach (string directory in Directory.GetDirectories(_directory.Path).Where(path => Path.GetFileName(path) != ".git").Append(_directory.Path))
            {
                IEnumerable<string> lines = Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
                    (random.Next(4) == 0 ? "!" : "")
                    + string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => pieces[random.Next(pieces.Length)]))
                    + (random.Next(5) == 0 ? "/" : ""));
                // Behind "**" git takes an escaped slash for one that must be there: nobody writes that, and it is not followed here.
                lines = lines.Where(line => !line.Contains(@"*\/"));
                File.WriteAllText(Path.Combine(directory, ".gitignore"), string.Join('\n', lines) + "\n");
            }

            Assert.True(TryGit("ls-files -z --others --exclude-standard", out string listed));
            string[] expected = [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
            string[] rules = [.. Directory.EnumerateFiles(_directory.Path, ".gitignore", SearchOption.AllDirectories)];
            Assert.True(expected.SequenceEqual(Walk(".")), Explain(expected, Walk("."), rules));
        }
    }

    private static string Explain(string[] expected, string[] actual, string[] rules) =>
        $"git alone: {string.Join(" | ", expected.Except(actual))}\nwalk alone: {string.Join(" | ", actual.Except(expected))}\n"
        + string.Join('\n', rules.Select(file => $"{file}:\n{File.ReadAllText(file)}"));

    private string[] Walk(string argument)
    {
        CliResult result = CliRunner.Run(_directory.Path, (string?)null, "count", "--json", argument);
        return [.. result.Json.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!)];
    }

    private void WriteAll(string[] paths)
    {
        foreach (string path in paths)
        {
            if (!File.Exists(_directory.Combine(path)))
            {
                _directory.Write(path, "text");
            }
        }
    }

    // A name can be taken by a directory already, or the other way round.
    private void TryWrite(string path)
    {
        try
        {
            _directory.Write(path, "text");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void Clear()
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(_directory.Path).EnumerateFileSystemInfos().Where(entry => entry.Name != ".git"))
        {
            if (entry is DirectoryInfo directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private bool TryGit(string arguments, out string output)
    {
        output = "";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = _directory.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Rules of the machine's user are no part of the test.
                Environment = { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["XDG_CONFIG_HOME"] = _directory.Path, ["HOME"] = _directory.Path },
            })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
