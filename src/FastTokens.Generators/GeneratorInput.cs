namespace FastTokens.Generators;

/// <summary>A file of <c>Data</c>, with what the manifest says of it.</summary>
/// <param name="Path">The path below <c>Data</c>, with slashes.</param>
/// <param name="Version">The version of the data, from the manifest.</param>
/// <param name="Sha256">The SHA-256 of the bytes, in lower-case hexadecimal.</param>
/// <param name="Bytes">The content.</param>
internal sealed record GeneratorInput(string Path, string Version, string Sha256, byte[] Bytes)
{
    public string RepositoryPath => $"src/FastTokens.Generators/Data/{Path}";

    /// <summary>Returns the lines of the file as UTF-8 text, without their ends.</summary>
    public IEnumerable<string> ReadLines()
    {
        using StreamReader reader = new(new MemoryStream(Bytes, writable: false));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
