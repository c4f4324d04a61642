using System.Buffers.Binary;
using System.Text;

namespace FastTokens.Generators;

/// <summary>The features that weights are fitted to: their names, and how they are read from a text.</summary>
/// <param name="Names">The names in the order of the features, each once.</param>
/// <param name="Read">Counts the features of a text.</param>
internal sealed record FeatureSet(IReadOnlyList<string> Names, Func<string, long[]> Read)
{
    /// <summary>The features of the library.</summary>
    public static FeatureSet Library { get; } = new(
        [.. Enumerable.Range(0, FeatureReader.Count).Select(FeatureReader.NameOf)], FeatureReader.Read);

    /// <summary>Returns the SHA-256 of the names, one a line: weights belong to features of these names in this order.</summary>
    public string Fingerprint() => GeneratorInputs.Hash(Encoding.UTF8.GetBytes(string.Join('\n', Names)));

    /// <summary>
    /// Returns the SHA-256 of the counts in a text of all kinds of characters. It tells features that kept their names and changed
    /// their meaning, as they do with every change of a class or a level.
    /// </summary>
    public string Probe()
    {
        long[] counts = Read(ProbeText());
        byte[] bytes = new byte[counts.Length * sizeof(long)];
        for (int i = 0; i < counts.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), counts[i]);
        }

        return GeneratorInputs.Hash(bytes);
    }

    /// <summary>Every pair of ASCII characters, runs, and every character up to U+1FFFF in runs of changing length.</summary>
    private static string ProbeText()
    {
        StringBuilder text = new();
        for (char first = '\0'; first < 0x80; first++)
        {
            for (char second = '\0'; second < 0x80; second++)
            {
                text.Append(first).Append(second, 1 + ((first + second) % 3));
            }

            text.Append(first, first);
        }

        for (int codePoint = 0x80; codePoint < 0x20000; codePoint++)
        {
            string character = (Rune.IsValid(codePoint) ? new Rune(codePoint) : Rune.ReplacementChar).ToString();
            text.Append(character);
            for (int repeat = codePoint % 13; repeat >= 11; repeat--)
            {
                text.Append(character);
            }

            text.Append(codePoint % 7 == 0 ? " " : codePoint % 11 == 0 ? "a" : "");
        }

        return text.ToString();
    }
}
