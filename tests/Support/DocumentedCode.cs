using System.Text.RegularExpressions;

namespace FastTokens.Tests.Support;

/// <summary>Code that stands in a document and, as a region, in a file that is compiled and run. What a line writes stands behind it as a comment.</summary>
internal static partial class DocumentedCode
{
    /// <summary>Returns the blocks of C# in a document.</summary>
    internal static string[] Blocks(params string[] document) =>
        [.. Block().Matches(Read(document)).Select(static match => Normal(match.Groups["code"].Value))];

    /// <summary>Returns the regions of a file by their names.</summary>
    internal static Dictionary<string, string> Regions(params string[] file) =>
        Region().Matches(Read(file)).ToDictionary(static match => match.Groups["name"].Value, static match => Normal(match.Groups["code"].Value));

    /// <summary>Returns what code says that it writes.</summary>
    internal static string[] Outputs(string code) => [.. OutputComment().Matches(code).Select(static match => match.Groups["output"].Value)];

    private static string Read(string[] parts) => File.ReadAllText(RepositoryFiles.PathOf(parts)).ReplaceLineEndings("\n");

    /// <summary>Takes away the indentation that all lines share.</summary>
    private static string Normal(string code)
    {
        string[] lines = [.. code.Split('\n').Select(static line => line.TrimEnd())];
        int indent = lines.Where(static line => line.Length > 0).Select(static line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    [GeneratedRegex(@"^```csharp[^\n]*\n(?<code>.*?)^```\s*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ *#region (?<name>\S+)\n(?<code>.*?)^ *#endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"Console\.WriteLine\(.*\);\s*// (?<output>.*)$", RegexOptions.Multiline)]
    private static partial Regex OutputComment();
}
