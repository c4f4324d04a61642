using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace FastTokens.Cli;

/// <summary>Writes the parts of lines of JSON. Records are many and small, so nothing is allocated for one that holds numbers only.</summary>
internal static class JsonLineWriter
{
    private const int MaximumNumberLength = 20;

    private static readonly JsonWriterOptions StringOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an answer up to and with the id, which is copied as it was written; nothing if it is empty.</summary>
    public static void WriteId(IBufferWriter<byte> output, ReadOnlySpan<byte> id)
    {
        output.Write("{"u8);
        if (!id.IsEmpty)
        {
            output.Write("\"id\": "u8);
            output.Write(id);
            output.Write(", "u8);
        }
    }

    /// <summary>Writes the answer to a line that could not be answered, in its place, so that answers and lines stay aligned.</summary>
    public static void WriteError(IBufferWriter<byte> output, string error, long lineNumber)
    {
        output.Write("{\"id\": null, \"error\": "u8);
        output.Write(Quote(error));
        output.Write(", \"line\": "u8);
        WriteNumber(output, lineNumber);
        output.Write("}\n"u8);
    }

    public static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(MaximumNumberLength), out int length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>Writes a text as a string; ill-formed parts become U+FFFD.</summary>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8Text)
    {
        using Utf8JsonWriter writer = new(output, StringOptions);
        if (Utf8.IsValid(utf8Text))
        {
            writer.WriteStringValue(utf8Text);
        }
        else
        {
            writer.WriteStringValue(Encoding.UTF8.GetString(utf8Text));
        }
    }

    public static byte[] Quote(string text) =>
        [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}
