using System.Globalization;

namespace FastTokens.Generators;

/// <summary>The vocabularies that the library embeds: made once from the published files, and checked without them.</summary>
internal static class EmbeddedVocabularies
{
    private const string Folder = "src/FastTokens/Data";

    /// <summary>The encodings with the SHA-256 of their published files.</summary>
    public static IReadOnlyList<(string Name, string Sha256)> All { get; } =
    [
        ("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
        ("cl100k_base", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
        ("p50k_base", "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069"),
        ("r50k_base", "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"),
        ("claude_legacy", "ba9ebb28e61f5872504fbe44b2f61bd825c222d7d910f55c89f5f28ab1f40e8b"),
    ];

    /// <summary>Writes the compact forms of the published files of a directory.</summary>
    /// <exception cref="InvalidDataException">A file is missing, or is not the published one.</exception>
    public static int Write(Repository repository, string directory, TextWriter output)
    {
        foreach ((string name, string sha256) in All)
        {
            byte[] published = PublishedVocabulary.ReadFile(directory, name, sha256);
            byte[][] tokens = TiktokenFile.Parse(published, name, out int[] ids);
            byte[] compact = VocabularyBuilder.Build(tokens, ids);
            Directory.CreateDirectory(Path.Combine(repository.Root, Folder));
            File.WriteAllBytes(PathOf(repository, name), compact);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{RelativePath(name)}: written, {tokens.Length:N0} tokens, {compact.Length:N0} bytes ({published.Length:N0} published)"));
        }

        return 0;
    }

    /// <summary>Expands the compact forms, compares the hashes, and makes them again. Returns the number of files that are wrong.</summary>
    public static int Check(Repository repository, TextWriter output, TextWriter error)
    {
        int failures = 0;
        foreach ((string name, string sha256) in All)
        {
            string path = PathOf(repository, name);
            string? problem = File.Exists(path) ? ProblemOf(File.ReadAllBytes(path), sha256) : "is missing";
            if (problem is null)
            {
                output.WriteLine($"{RelativePath(name)}: as generated, expands to the published file");
                continue;
            }

            failures++;
            error.WriteLine($"error: {RelativePath(name)}: {problem}. Run: dotnet run --project src/FastTokens.Generators -- vocabularies DIR");
        }

        return failures;
    }

    /// <summary>Returns what is wrong with a compact form, or null.</summary>
    internal static string? ProblemOf(byte[] bytes, string sha256)
    {
        try
        {
            CompactVocabulary compact = new(bytes);
            TokenBytes bytesOf = new(compact);
            byte[][] tokens = new byte[bytesOf.Count][];
            int[] ids = new int[tokens.Length];
            IdMap map = BpeVocabulary.ReadIds(compact);
            for (int token = 0; token < ids.Length; token++)
            {
                tokens[token] = bytesOf[token].ToArray();
                ids[token] = map.IdOf(token);
            }

            string actual = GeneratorInputs.Hash(TiktokenFile.Format(tokens, ids));
            return actual != sha256 ? $"expands to a file with SHA-256 {actual}, the published one has {sha256}"
                : !VocabularyBuilder.Build(tokens, ids).AsSpan().SequenceEqual(bytes) ? "its tables are not those that the generator makes"
                : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IndexOutOfRangeException or ArgumentException or NullReferenceException)
        {
            return $"is damaged ({failure.Message})";
        }
    }

    private static string RelativePath(string name) => $"{Folder}/{name}.bpe";

    private static string PathOf(Repository repository, string name) => Path.Combine(repository.Root, RelativePath(name));
}
