using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary>Writes the lines of JSON that answer lines of JSON. Records are many and small, so nothing is allocated for one.</summary>
internal sealed class JsonAnswerWriter(ProfileSelection selection)
{
    private const int MaximumNumberLength = 20;

    private readonly byte[][] _quotedProfileNames = [.. selection.Profiles.Select(profile => Quote(profile.Name))];

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

    /// <summary>Completes an answer with the estimates of what the meter has read.</summary>
    public void WriteTokens(IBufferWriter<byte> output, TokenMeter meter)
    {
        output.Write("\"tokens\": "u8);
        if (selection.IncludesAll)
        {
            WriteAllTokens(output, meter);
        }
        else
        {
            WriteNumber(output, meter.Estimate);
        }

        output.Write("}\n"u8);
    }

    /// <summary>Writes the answer to a line that could not be counted, in its place, so that answers and lines stay aligned.</summary>
    public static void WriteError(IBufferWriter<byte> output, string error, long lineNumber)
    {
        output.Write("{\"id\": null, \"error\": "u8);
        output.Write(Quote(error));
        output.Write(", \"line\": "u8);
        WriteNumber(output, lineNumber);
        output.Write("}\n"u8);
    }

    private void WriteAllTokens(IBufferWriter<byte> output, TokenMeter meter)
    {
        ReadOnlySpan<byte> separator = "{"u8;
        for (int index = 0; index < _quotedProfileNames.Length; index++)
        {
            output.Write(separator);
            output.Write(_quotedProfileNames[index]);
            output.Write(": "u8);
            WriteNumber(output, meter.EstimateFor(selection.Profiles[index]));
            separator = ", "u8;
        }

        output.Write("}"u8);
    }

    private static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(MaximumNumberLength), out int length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    private static byte[] Quote(string text) =>
        [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}
