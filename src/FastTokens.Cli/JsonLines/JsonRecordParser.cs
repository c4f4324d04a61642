using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary>Finds the id and the text in a line of JSON. If a key occurs twice the last one counts, as in most JSON libraries.</summary>
internal sealed class JsonRecordParser
{
    private const int MaximumEscapeExpansion = 6; // One byte of a name as \u0041.

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = int.MaxValue };

    private readonly string _field;
    private readonly byte[] _key;
    private readonly byte[][] _path;

    /// <param name="field">The key of the text; with dots also the path to a nested one. A key that itself holds the dots comes first.</param>
    public JsonRecordParser(string field)
    {
        _field = field;
        _key = Encoding.UTF8.GetBytes(field);
        _path = [.. field.Split('.').Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Parses a line; on failure <paramref name="error"/> says in one line what is wrong with it.</summary>
    public bool TryParse(ReadOnlySpan<byte> line, out JsonRecord record, out string error)
    {
        record = default;
        error = "";
        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            error = "empty line";
            return false;
        }

        Scan scan = default;
        try
        {
            Utf8JsonReader reader = new(line, ReaderOptions);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                error = "not a JSON object";
                return false;
            }

            ScanObject(ref reader, level: 0, ref scan);
            reader.Read(); // Throws if anything follows the object.
        }
        catch (JsonException exception)
        {
            error = Describe(exception);
            return false;
        }

        Value text = scan.Key.IsPresent ? scan.Key : scan.Nested;
        if (text.Kind != JsonTokenType.String)
        {
            error = text.IsPresent ? $"field '{_field}' is not a string" : $"no field '{_field}'";
            return false;
        }

        record = new JsonRecord(scan.Id, (text.Start + 1)..(text.End - 1), text.IsEscaped);
        return true;
    }

    private void ScanObject(ref Utf8JsonReader reader, int level, ref Scan scan)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = level == 0 && IsName(ref reader, "id"u8);
            bool isKey = level == 0 && IsName(ref reader, _key);
            bool isStep = !isKey && IsName(ref reader, _path[level]);
            bool isLeaf = isStep && level == _path.Length - 1;

            reader.Read();
            Value value = new((int)reader.TokenStartIndex, 0, reader.TokenType, reader.ValueIsEscaped);
            if (isStep)
            {
                scan.Nested = default;
            }

            if (isStep && !isLeaf && reader.TokenType == JsonTokenType.StartObject)
            {
                ScanObject(ref reader, level + 1, ref scan);
            }
            else
            {
                reader.Skip();
            }

            value = value with { End = (int)reader.BytesConsumed };
            if (isId)
            {
                scan.Id = value.Start..value.End;
            }

            if (isKey)
            {
                scan.Key = value;
            }
            else if (isLeaf)
            {
                scan.Nested = value;
            }
        }
    }

    // The reader's own comparison throws on a name with a lone surrogate.
    private static bool IsName(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> written = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return written.SequenceEqual(name);
        }

        if (written.Length > name.Length * MaximumEscapeExpansion)
        {
            return false;
        }

        byte[] unescaped = written.ToArray();
        return unescaped.AsSpan(0, JsonStringUnescaper.UnescapeInPlace(unescaped)).SequenceEqual(name);
    }

    // The position is said in terms of the line; the reader's own message counts lines within it.
    private static string Describe(JsonException exception)
    {
        int positionText = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = positionText < 0 ? exception.Message : exception.Message[..positionText];
        return string.Create(CultureInfo.InvariantCulture, $"invalid JSON at byte {exception.BytePositionInLine ?? 0}: {reason}");
    }

    private struct Scan
    {
        public Range? Id;
        public Value Key;
        public Value Nested;
    }

    private readonly record struct Value(int Start, int End, JsonTokenType Kind, bool IsEscaped)
    {
        public bool IsPresent => Kind != JsonTokenType.None;
    }
}
