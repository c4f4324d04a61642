using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>A row of the manifest: an input, where it is from, its version and its hash.</summary>
/// <param name="Path">The path below <c>Data</c>, with slashes.</param>
/// <param name="Origin">Where the file is from, or what makes it.</param>
/// <param name="Version">The version of the data.</param>
/// <param name="Sha256">The SHA-256, in lower-case hexadecimal.</param>
/// <param name="Line">The line of the manifest, from 1; 0 for a row that is not in it yet.</param>
internal sealed record InputManifestEntry(string Path, string Origin, string Version, string Sha256, int Line);

/// <summary><c>Data/SOURCES.md</c>: every input of the generator. Its table is what counts; the text around it is kept.</summary>
internal sealed class InputManifest
{
    public const string FileName = "SOURCES.md";

    private readonly List<string> _lines;
    private readonly List<InputManifestEntry> _entries = [];

    private InputManifest(List<string> lines) => _lines = lines;

    public IReadOnlyList<InputManifestEntry> Entries => _entries;

    public static InputManifest Load(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path))
        : throw new InvalidDataException($"Data/{FileName} does not exist.");

    /// <exception cref="InvalidDataException">A row is wrong; the message names line and reason.</exception>
    public static InputManifest Parse(string text)
    {
        List<string> lines = [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
        InputManifest manifest = new(lines);
        for (int index = 0; index < lines.Count; index++)
        {
            // Rows of data begin with a path in backquotes; the table's head and its rule do not.
            if (lines[index].StartsWith("| `", StringComparison.Ordinal))
            {
                InputManifestEntry entry = ParseRow(lines[index], index + 1);
                if (manifest.TryGet(entry.Path, out InputManifestEntry? twin))
                {
                    throw Wrong(index + 1, $"'{entry.Path}' stands in line {twin.Line} already");
                }

                manifest._entries.Add(entry);
            }
        }

        return manifest;
    }

    public bool TryGet(string path, [NotNullWhen(true)] out InputManifestEntry? entry)
    {
        entry = _entries.Find(candidate => candidate.Path == path);
        return entry is not null;
    }

    /// <summary>Replaces the row of a path, or adds one below the last row.</summary>
    public void Set(string path, string origin, string version, string sha256)
    {
        string row = $"| `{path}` | {origin} | {version} | `{sha256}` |";
        int index = _entries.FindIndex(candidate => candidate.Path == path);
        if (index >= 0)
        {
            _lines[_entries[index].Line - 1] = row;
            _entries[index] = new InputManifestEntry(path, origin, version, sha256, _entries[index].Line);
            return;
        }

        int line = _entries.Count == 0 ? _lines.Count : _entries[^1].Line;
        _lines.Insert(line, row);
        _entries.Add(new InputManifestEntry(path, origin, version, sha256, line + 1));
    }

    public override string ToString()
    {
        StringBuilder text = new();
        foreach (string line in _lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static InputManifestEntry ParseRow(string row, int line)
    {
        string[] cells = row.Split('|', StringSplitOptions.TrimEntries);
        if (cells.Length != 6)
        {
            throw Wrong(line, "a row has four cells: file, origin, version, SHA-256");
        }

        string path = cells[1].Trim('`');
        string hash = cells[4].Trim('`');
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
        {
            throw Wrong(line, "the last cell is a SHA-256 of 64 lower-case hexadecimal digits");
        }

        return new InputManifestEntry(path, cells[2], cells[3], hash, line);
    }

    private static InvalidDataException Wrong(int line, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Data/{FileName}, line {line}: {reason}."));
}
