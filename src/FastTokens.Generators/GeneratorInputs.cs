using System.Security.Cryptography;

namespace FastTokens.Generators;

/// <summary>The inputs of the generated files: the content of <c>Data</c>, as listed in its manifest.</summary>
internal sealed class GeneratorInputs
{
    private readonly string _directory;
    private readonly Dictionary<string, GeneratorInput> _read = new(StringComparer.Ordinal);
    private UnicodeData? _unicode;

    public GeneratorInputs(string directory)
    {
        _directory = directory;
        Manifest = InputManifest.Load(Path.Combine(directory, InputManifest.FileName));
    }

    public InputManifest Manifest { get; }

    /// <summary>The Unicode properties of <c>Data/unicode</c>.</summary>
    public UnicodeData Unicode => _unicode ??= UnicodeData.Read(this);

    public bool Exists(string path) => File.Exists(Path.Combine(_directory, path));

    /// <summary>Reads a file of <c>Data</c>; twice the same path gives the same object.</summary>
    /// <exception cref="InvalidDataException">The file does not exist or is not in the manifest.</exception>
    public GeneratorInput Get(string path)
    {
        if (_read.TryGetValue(path, out GeneratorInput? known))
        {
            return known;
        }

        if (!Exists(path))
        {
            throw new InvalidDataException($"Data/{path} does not exist.");
        }

        if (!Manifest.TryGet(path, out InputManifestEntry? entry))
        {
            throw new InvalidDataException($"Data/{path} is not listed in Data/{InputManifest.FileName}.");
        }

        byte[] bytes = File.ReadAllBytes(Path.Combine(_directory, path));
        GeneratorInput input = new(path, entry.Version, Hash(bytes), bytes);
        _read.Add(path, input);
        return input;
    }

    /// <summary>Compares the files of <c>Data</c> with the manifest and returns what is wrong.</summary>
    public IReadOnlyList<string> Verify()
    {
        List<string> problems = [];
        foreach (InputManifestEntry entry in Manifest.Entries)
        {
            if (!Exists(entry.Path))
            {
                problems.Add($"Data/{entry.Path} is listed in Data/{InputManifest.FileName}, line {entry.Line}, but does not exist.");
            }
            else if (Get(entry.Path).Sha256 is { } actual && actual != entry.Sha256)
            {
                problems.Add($"Data/{entry.Path} has SHA-256 {actual}, Data/{InputManifest.FileName}, line {entry.Line}, says {entry.Sha256}.");
            }
        }

        string[] files = [.. Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_directory, file).Replace('\\', '/'))];
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            if (file != InputManifest.FileName && !Manifest.TryGet(file, out _))
            {
                problems.Add($"Data/{file} is not listed in Data/{InputManifest.FileName}.");
            }
        }

        return problems;
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
