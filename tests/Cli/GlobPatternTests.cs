using FastTokens.Cli;
using Xunit;

namespace FastTokens.Tests.Cli;

public class GlobPatternTests
{
    [Theory]
    [InlineData("*.cs", "a.cs", true)]
    [InlineData("*.cs", "b/a.cs", false)]
    [InlineData("**/*.cs", "a.cs", true)]
    [InlineData("**/*.cs", "x/y/a.cs", true)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/c", false)]
    [InlineData("**/a/**/b", "a/x/a/y/b", true)]
    [InlineData("**/**/b", "x/b", true)]
    [InlineData("a**b", "axyb", true)]
    [InlineData("a**b", "ax/yb", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?c", "aéc", true)]
    [InlineData("a?c", "a😀c", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[]a]x", "]x", true)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData(@"[\]]x", "]x", true)]
    [InlineData("[[:digit:]_]x", "7x", true)]
    [InlineData("[[:digit:]_]x", "ax", false)]
    [InlineData("[a/b]", "a", true)]
    [InlineData("a[/]b", "a/b", false)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData("*a*b*c", "xxaybbzc", true)]
    [InlineData("*a*b*c", "xxaybbz", false)]
    [InlineData("*", "", true)]
    public void MatchesAsGitDoes(string pattern, string path, bool expected)
    {
        Assert.True(GlobPattern.TryParse(pattern, ignoreCase: false, out GlobPattern? glob));
        Assert.Equal(expected, glob.IsMatch(path));
    }

    [Theory]
    [InlineData("[abc")]
    [InlineData(@"abc\")]
    [InlineData("[[:nonsense:]]")]
    public void RefusesWhatCanMatchNothing(string pattern) => Assert.False(GlobPattern.TryParse(pattern, ignoreCase: false, out _));

    [Theory]
    [InlineData("README", "readme", true)]
    [InlineData("[A-C]x", "bX", true)]
    public void IgnoresCaseOnRequest(string pattern, string path, bool expected)
    {
        Assert.True(GlobPattern.TryParse(pattern, ignoreCase: true, out GlobPattern? glob));
        Assert.Equal(expected, glob.IsMatch(path));
    }

    [Theory]
    [InlineData("src/*/a.cs", "src", true)]
    [InlineData("src/*/a.cs", "src/x", true)]
    [InlineData("src/*/a.cs", "src/x/y", false)]
    [InlineData("src/*/a.cs", "tests", false)]
    [InlineData("src/**/a.cs", "src/x/y/z", true)]
    public void KnowsWhichDirectoriesNeedNoWalk(string pattern, string directory, bool expected)
    {
        Assert.True(GlobPattern.TryParse(pattern, ignoreCase: false, out GlobPattern? glob));
        Assert.Equal(expected, glob.CanMatchBelow(directory));
    }

    [Fact]
    public void StaysFastOnPatternsThatInviteBacktracking()
    {
        Assert.True(GlobPattern.TryParse(string.Concat(Enumerable.Repeat("*a", 40)) + "b", ignoreCase: false, out GlobPattern? inName));
        Assert.False(inName.IsMatch(new string('a', 2000)));
        Assert.True(GlobPattern.TryParse(string.Concat(Enumerable.Repeat("**/a/", 40)) + "b", ignoreCase: false, out GlobPattern? inPath));
        Assert.False(inPath.IsMatch(string.Join('/', Enumerable.Repeat("a", 2000))));
    }
}
