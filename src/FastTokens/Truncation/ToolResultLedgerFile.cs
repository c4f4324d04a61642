using System.Globalization;
using System.Text.Json;

namespace FastTokens;

/// <summary>The JSON form of a ledger.</summary>
internal static class ToolResultLedgerFile
{
    private const int Format = 1;

    internal static void Write(ToolResultLedger ledger, Stream stream)
    {
        ToolResultDecision[] decisions = new ToolResultDecision[ledger.Count];
        ledger.Decisions.CopyTo(decisions, 0);
        Array.Sort(decisions, static (one, other) => string.CompareOrdinal(one.Id, other.Id));
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Format);
        writer.WriteStartArray("decisions"u8);
        foreach (ToolResultDecision decision in decisions)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, decision.Id);
            writer.WriteNumber("length"u8, decision.TextLength);
            writer.WriteString("fingerprint"u8, decision.Fingerprint.ToString("x16", CultureInfo.InvariantCulture));
            writer.WriteNumber("tokens"u8, decision.TokenCount);
            if (decision.IsCut)
            {
                writer.WriteNumber("head"u8, decision.HeadLength);
                writer.WriteNumber("tail"u8, decision.TailLength);
                writer.WriteString("marker"u8, decision.Marker);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static ToolResultLedger Read(Stream stream)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            string line = failure.LineNumber is { } number ? $" line {number + 1}:" : string.Empty;
            throw new InvalidDataException($"The ledger is not valid JSON:{line} {failure.Message}", failure);
        }
        catch (InvalidOperationException failure)
        {
            // Bytes or escapes that are no Unicode text are found only when a string is read.
            throw new InvalidDataException($"The ledger is not valid JSON: {failure.Message}", failure);
        }
    }

    private static ToolResultLedger Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("the file holds no object");
        }

        if (!TryGetNumber(root, "format", out int format) || format != Format)
        {
            throw Wrong($"'format' is not {Format}");
        }

        if (!root.TryGetProperty("decisions"u8, out JsonElement rows) || rows.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("'decisions' is missing or no array");
        }

        Dictionary<string, ToolResultDecision> decisions = new(StringComparer.Ordinal);
        int index = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            ToolResultDecision decision = ReadDecision(row, index);
            if (!decisions.TryAdd(decision.Id, decision))
            {
                throw Wrong($"'decisions[{index}]' has the id '{decision.Id}', which another one has");
            }

            index++;
        }

        return new ToolResultLedger(decisions);
    }

    private static ToolResultDecision ReadDecision(JsonElement row, int index)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"'decisions[{index}]' is no object");
        }

        string id = ReadString(row, "id", index);
        int length = ReadNumber(row, "length", index);
        bool isCut = row.TryGetProperty("head"u8, out _);
        int head = isCut ? ReadNumber(row, "head", index) : length;
        int tail = isCut ? ReadNumber(row, "tail", index) : 0;
        return id.Length == 0 ? throw Wrong($"'decisions[{index}].id' is empty")
            : (long)head + tail > length || (isCut && head + tail == length) ? throw Wrong($"'decisions[{index}]' keeps as much as the text has, or more")
            : !ulong.TryParse(ReadString(row, "fingerprint", index), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong fingerprint)
                ? throw Wrong($"'decisions[{index}].fingerprint' is no hexadecimal number")
            : new ToolResultDecision(
                id, length, fingerprint, ReadNumber(row, "tokens", index), head, tail, isCut ? ReadString(row, "marker", index) : string.Empty);
    }

    private static string ReadString(JsonElement row, string name, int index) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Wrong($"'decisions[{index}].{name}' is missing or no string");

    private static int ReadNumber(JsonElement row, string name, int index) =>
        TryGetNumber(row, name, out int number) ? number : throw Wrong($"'decisions[{index}].{name}' is missing or no whole number from 0 on");

    private static bool TryGetNumber(JsonElement element, string name, out int number)
    {
        number = 0;
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number) && number >= 0;
    }

    private static InvalidDataException Wrong(string reason) => new($"The ledger cannot be used: {reason}.");
}
