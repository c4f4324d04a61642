using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary>Writes a JSON document to standard output.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Paths stay legible; the document is not embedded in HTML.
    };

    /// <summary>Writes the object whose members <paramref name="writeMembers"/> writes.</summary>
    public static void Write(CliConsole console, Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> document = new();
        using (Utf8JsonWriter writer = new(document, Options))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        document.Write("\n"u8);
        console.WriteOutput(document.WrittenSpan);
    }

    /// <summary>Writes an array with an object for each item.</summary>
    public static void WriteArray<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> writeMembers)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            writeMembers(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an amount in US dollars, or null.</summary>
    public static void WriteAmount(Utf8JsonWriter writer, string name, decimal? amount)
    {
        if (Money.Rounded(amount) is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>Writes a number or null.</summary>
    public static void WriteNumberOrNull(Utf8JsonWriter writer, string name, double? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
