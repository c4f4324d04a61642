using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class InputManifestTests
{
    private static readonly string Zeros = new('0', 64);
    private static readonly string Ones = new('1', 64);

    [Fact]
    public void Setting_a_row_keeps_the_text_around_it()
    {
        InputManifest manifest = InputManifest.Parse($"# Head\n\n| file | o | v | h |\n| --- | --- | --- | --- |\n| `a` | x | 1 | `{Zeros}` |\n\nFoot\n");
        manifest.Set("b", "y", "2", Ones);
        manifest.Set("a", "z", "3", Ones);

        Assert.Equal(
            $"# Head\n\n| file | o | v | h |\n| --- | --- | --- | --- |\n| `a` | z | 3 | `{Ones}` |\n| `b` | y | 2 | `{Ones}` |\n\nFoot\n",
            manifest.ToString());
        Assert.Equal(manifest.Entries, InputManifest.Parse(manifest.ToString()).Entries);
    }

    [Theory]
    [InlineData("| `a` | x | 1 |\n", "line 1: a row has four cells")]
    [InlineData("\n| `a` | x | 1 | `123` |\n", "line 2: the last cell is a SHA-256")]
    public void A_wrong_row_is_named(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => InputManifest.Parse(text)).Message);

    [Fact]
    public void A_file_stands_once() =>
        Assert.Contains("line 2: 'a' stands in line 1 already", Assert.Throws<InvalidDataException>(
            () => InputManifest.Parse($"| `a` | x | 1 | `{Zeros}` |\n| `a` | x | 1 | `{Zeros}` |\n")).Message);
}
