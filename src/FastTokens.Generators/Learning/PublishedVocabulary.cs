using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>A published vocabulary: the ranks of its tokens. Byte sequences are held as Latin-1 text, one char a byte.</summary>
internal sealed class PublishedVocabulary
{
    /// <summary>The vocabularies that are learned from, with the hashes of their published files.</summary>
    public static IReadOnlyList<(string Name, string Sha256)> Known { get; } =
        [.. EmbeddedVocabularies.All.Where(static vocabulary => vocabulary.Name is "o200k_base" or "cl100k_base" or "claude_legacy")];

    private readonly Dictionary<string, int> _ranks;

    private PublishedVocabulary(string name, string sha256, Dictionary<string, int> ranks)
    {
        Name = name;
        Sha256 = sha256;
        _ranks = ranks;
        Ranks = ranks.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Name { get; }

    public string Sha256 { get; }

    public string FileName => FileNameOf(Name);

    /// <summary>The ranks by token.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Ranks { get; }

    /// <summary>The tokens, in no particular order.</summary>
    public IEnumerable<string> Tokens => _ranks.Keys;

    /// <summary>Loads a known vocabulary from the directory of <c>.tiktoken</c> files.</summary>
    /// <exception cref="InvalidDataException">The file is missing, or is not the published one.</exception>
    public static PublishedVocabulary Load(string directory, string name, string sha256) => Parse(name, ReadFile(directory, name, sha256));

    /// <summary>Reads the published file of a vocabulary from the directory of <c>.tiktoken</c> files.</summary>
    /// <exception cref="InvalidDataException">The file is missing, or is not the published one.</exception>
    public static byte[] ReadFile(string directory, string name, string sha256)
    {
        string path = Path.Combine(directory, FileNameOf(name));
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{path} does not exist.");
        }

        byte[] bytes = File.ReadAllBytes(path);
        string actual = GeneratorInputs.Hash(bytes);
        return actual == sha256
            ? bytes
            : throw new InvalidDataException($"{path} has SHA-256 {actual}, the published file has {sha256}.");
    }

    /// <summary>Reads lines of a token in Base64, a space and its rank.</summary>
    /// <exception cref="InvalidDataException">A line is wrong; the message names file, line and reason.</exception>
    public static PublishedVocabulary Parse(string name, byte[] bytes)
    {
        Dictionary<string, int> ranks = new(StringComparer.Ordinal);
        ReadOnlySpan<byte> rest = bytes;
        byte[] token = new byte[bytes.Length];
        for (int line = 1; !rest.IsEmpty; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> content = (end < 0 ? rest : rest[..end]).Trim("\r "u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (content.IsEmpty)
            {
                continue;
            }

            int space = content.IndexOf((byte)' ');
            if (space <= 0
                || Base64.DecodeFromUtf8(content[..space], token, out _, out int length) != System.Buffers.OperationStatus.Done
                || !int.TryParse(content[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int rank)
                || !ranks.TryAdd(Encoding.Latin1.GetString(token.AsSpan(0, length)), rank))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"{FileNameOf(name)}, line {line}: it is not a new token in Base64, a space and a rank."));
            }
        }

        return new PublishedVocabulary(name, GeneratorInputs.Hash(bytes), ranks);
    }

    private static string FileNameOf(string name) => name + ".tiktoken";
}
