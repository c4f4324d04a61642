using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace FastTokens.PackageCheck;

/// <summary>What must be in the packages: documentation, licence, dependencies, and symbols that fit a reproducible build.</summary>
internal static class PackageContents
{
    private static readonly string[] Texts = ["README.md", "LICENSE", "THIRD-PARTY-NOTICES.md"];
    private static readonly string[] Dependencies = ["CommunityToolkit.HighPerformance", "System.IO.Hashing"];

    /// <summary>Returns what is wrong with the packages of a directory.</summary>
    public static List<string> Examine(string directory)
    {
        List<string> failures = [];
        Examine(directory, "FastTokens", "lib/net10.0/FastTokens", Dependencies, failures);
        // A tool brings its dependencies along.
        Examine(directory, "FastTokens.Cli", "tools/net10.0/any/FastTokens.Cli", [], failures);
        return failures;
    }

    private static void Examine(string directory, string id, string assembly, string[] dependencies, List<string> failures)
    {
        string[] packages = Directory.GetFiles(directory, id + ".*.nupkg").Where(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1])).ToArray();
        if (packages.Length != 1)
        {
            failures.Add($"{directory} has {packages.Length} packages {id}");
            return;
        }

        using ZipArchive package = ZipFile.OpenRead(packages[0]);
        using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(packages[0], ".snupkg"));
        foreach (string file in (IEnumerable<string>)[.. Texts, assembly + ".dll", assembly + ".xml"])
        {
            if (package.GetEntry(file) is not { Length: > 0 })
            {
                failures.Add($"{id} lacks {file}");
            }
        }

        XElement metadata = XDocument.Load(new MemoryStream(Read(package, id + ".nuspec"))).Root!.Elements().Single();
        foreach (string name in (string[])["version", "authors", "license", "readme", "description", "tags"])
        {
            if (string.IsNullOrWhiteSpace(Child(metadata, name)?.Value))
            {
                failures.Add($"{id}: no {name} is given");
            }
        }

        string[] declared = [.. metadata.Descendants().Where(static element => element.Name.LocalName == "dependency").Select(static element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal)];
        if (!declared.SequenceEqual(dependencies))
        {
            failures.Add($"{id} depends on [{string.Join(", ", declared)}], not [{string.Join(", ", dependencies)}]");
        }

        ExamineSymbols(id, Read(package, assembly + ".dll"), Read(symbols, assembly + ".pdb"), failures);
    }

    private static void ExamineSymbols(string id, byte[] assembly, byte[] symbols, List<string> failures)
    {
        using PEReader image = new(new MemoryStream(assembly));
        DebugDirectoryEntry[] entries = [.. image.ReadDebugDirectory()];
        if (!Array.Exists(entries, static entry => entry.Type == DebugDirectoryEntryType.Reproducible))
        {
            failures.Add($"{id} was not built deterministically");
        }

        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        MetadataReader reader = provider.GetMetadataReader();
        Guid expected = image.ReadCodeViewDebugDirectoryData(Array.Find(entries, static entry => entry.Type == DebugDirectoryEntryType.CodeView)).Guid;
        if (new BlobContentId(reader.DebugMetadataHeader!.Id).Guid != expected)
        {
            failures.Add($"{id}: the symbols belong to another build");
        }

        // What names a directory of the machine that built it differs on the next.
        if (reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).FirstOrDefault(static name => !name.StartsWith("/_", StringComparison.Ordinal)) is { } local)
        {
            failures.Add($"{id}: the symbols name {local}");
        }
    }

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static byte[] Read(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new InvalidDataException($"The package has no {name}.");
        using Stream stream = entry.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
