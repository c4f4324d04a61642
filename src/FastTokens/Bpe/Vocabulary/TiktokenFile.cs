using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace FastTokens;

/// <summary>The published form of a vocabulary: a line for each token, its bytes in Base64, a blank, its id in decimal.</summary>
internal static class TiktokenFile
{
    private const int ByteValues = 256;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <param name="ids">The ids, ascending.</param>
    /// <returns>The tokens, by ascending id.</returns>
    /// <exception cref="InvalidDataException">The file is wrong; the message names file, line and reason.</exception>
    internal static byte[][] Parse(ReadOnlySpan<byte> content, string name, out int[] ids)
    {
        List<(int Id, byte[] Token, int Line)> entries = [];
        ReadOnlySpan<byte> rest = content;
        for (int line = 1; !rest.IsEmpty; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            text = text.EndsWith("\r"u8) ? text[..^1] : text;
            if (!text.IsEmpty)
            {
                entries.Add(ParseLine(text, name, line));
            }
        }

        entries.Sort(static (first, second) => first.Id.CompareTo(second.Id));
        byte[][] tokens = new byte[entries.Count][];
        ids = new int[entries.Count];
        for (int index = 0; index < tokens.Length; index++)
        {
            (ids[index], tokens[index], int line) = entries[index];
            if (index > 0 && ids[index] == ids[index - 1])
            {
                int first = Math.Min(line, entries[index - 1].Line);
                throw Wrong(name, Math.Max(line, first + 1), string.Create(CultureInfo.InvariantCulture, $"the id {ids[index]} is that of line {first} already"));
            }
        }

        ThrowOnTwins(entries, name);
        ThrowOnMissingByte(tokens, name);
        return tokens.Length < PairTable.MaxTokenCount
            ? tokens
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{name}: {tokens.Length} tokens are more than the {PairTable.MaxTokenCount - 1} that are supported."));
    }

    /// <summary>Returns the published form.</summary>
    internal static byte[] Format(byte[][] tokens, ReadOnlySpan<int> ids)
    {
        StringBuilder text = new();
        for (int index = 0; index < tokens.Length; index++)
        {
            text.Append(Convert.ToBase64String(tokens[index])).Append(' ').Append(ids[index].ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static (int Id, byte[] Token, int Line) ParseLine(ReadOnlySpan<byte> text, string name, int line)
    {
        int blank = text.IndexOf((byte)' ');
        if (blank < 0)
        {
            throw Wrong(name, line, "there is no blank between token and id");
        }

        byte[] token = new byte[Base64.GetMaxDecodedFromUtf8Length(blank)];
        if (Base64.DecodeFromUtf8(text[..blank], token, out _, out int length) != OperationStatus.Done)
        {
            throw Wrong(name, line, "the token is not Base64");
        }

        if (length is 0 or > ushort.MaxValue)
        {
            throw Wrong(name, line, length == 0 ? "the token is empty" : "the token is longer than 65,535 bytes");
        }

        return int.TryParse(text[(blank + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? (id, token[..length], line)
            : throw Wrong(name, line, $"'{Encoding.UTF8.GetString(text[(blank + 1)..])}' is not an id");
    }

    private static void ThrowOnTwins(List<(int Id, byte[] Token, int Line)> entries, string name)
    {
        Dictionary<string, int> lines = new(entries.Count, StringComparer.Ordinal);
        foreach ((_, byte[] token, int line) in entries)
        {
            string key = Encoding.Latin1.GetString(token);
            if (!lines.TryAdd(key, line))
            {
                int first = Math.Min(lines[key], line);
                throw Wrong(name, Math.Max(lines[key], line), string.Create(CultureInfo.InvariantCulture, $"the token is that of line {first} already"));
            }
        }
    }

    private static void ThrowOnMissingByte(byte[][] tokens, string name)
    {
        bool[] present = new bool[ByteValues];
        foreach (byte[] token in tokens)
        {
            present[token[0]] |= token.Length == 1;
        }

        int missing = Array.IndexOf(present, false);
        if (missing >= 0)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{name}: there is no token for the byte 0x{missing:X2}; the file is not a whole vocabulary, or it is truncated."));
        }
    }

    private static InvalidDataException Wrong(string name, int line, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: {reason}."));
}
