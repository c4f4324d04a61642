using System.Text;

namespace FastTokens.Generators;

/// <summary>Writes the figures of README.md and docs/performance.md, and their charts, from committed results.</summary>
internal static class PerformanceCommand
{
    public const string Document = "docs/performance.md";

    private static readonly string[] Documents = [Document, "README.md"];

    public static int Run(Repository repository, string? folder, TextWriter output)
    {
        BenchmarkResults results = BenchmarkResults.Open(repository, folder);
        output.WriteLine($"{BenchmarkResults.Directory}/{results.Name}:");
        foreach ((string path, string content) in Files(repository, results))
        {
            string file = Path.Combine(repository.Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            output.WriteLine($"{path}: written");
        }

        return 0;
    }

    /// <summary>Returns the results that the documents show.</summary>
    /// <exception cref="InvalidDataException">The document has no block of figures, or the results are gone.</exception>
    public static BenchmarkResults Shown(Repository repository) => BenchmarkResults.Open(repository, FigureBlocks.FolderOf(Document, Read(repository, Document)));

    /// <summary>Returns what the files are to hold.</summary>
    /// <exception cref="InvalidDataException">A document or a file of results has another form.</exception>
    public static IEnumerable<(string Path, string Content)> Files(Repository repository, BenchmarkResults results)
    {
        foreach (string path in Documents)
        {
            PerformanceTables tables = new(results, path == Document ? "../" : string.Empty);
            yield return (path, FigureBlocks.Rewrite(path, Read(repository, path), results.Name, tables.Write));
        }

        foreach ((string path, Func<BenchmarkResults, string> draw) in PerformanceCharts.All)
        {
            yield return (path, draw(results));
        }
    }

    private static string Read(Repository repository, string path) => File.ReadAllText(Path.Combine(repository.Root, path)).ReplaceLineEndings("\n");
}
