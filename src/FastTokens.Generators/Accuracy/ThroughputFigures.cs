using System.Globalization;

namespace FastTokens.Generators;

/// <summary>Speeds in GB/s of counting English texts of 64 KB, as the benchmarks wrote them.</summary>
/// <param name="Machine">What they were measured on.</param>
/// <param name="Rough">Rough counts.</param>
/// <param name="Sampled">Sampled counts.</param>
/// <param name="Exact">Exact counts.</param>
/// <param name="Characters">Counting characters.</param>
internal sealed record ThroughputFigures(string Machine, double Rough, double Sampled, double Exact, double Characters)
{
    private const string Row = "| English | 64 KB |";

    /// <summary>Reads <c>bench/results/*/sampling.md</c>, the first there is.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another form.</exception>
    public static ThroughputFigures Read(Repository repository)
    {
        string directory = Path.Combine(repository.Root, "bench", "results");
        string path = Directory.EnumerateFiles(directory, "sampling.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidDataException($"{directory} has no sampling.md: run the benchmarks with --markdown bench/results.");
        string[] lines = File.ReadAllLines(path);
        string row = lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"{path} has no row '{Row}'.");
        double[] figures = [.. row[Row.Length..].Split('|', StringSplitOptions.TrimEntries).Take(4).Select(cell =>
            double.TryParse(cell, CultureInfo.InvariantCulture, out double figure) && figure > 0 ? figure : throw new InvalidDataException($"{path}: '{cell}' is no figure."))];
        return new ThroughputFigures(lines[2].TrimEnd('.'), figures[0], figures[1], figures[2], figures[3]);
    }
}
