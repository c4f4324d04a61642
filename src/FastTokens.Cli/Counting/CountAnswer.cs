using System.Buffers;

namespace FastTokens.Cli;

/// <summary>The tokens of each text: <c>"tokens": N</c>, or one number for each profile. For one thread.</summary>
internal sealed class CountAnswer(ProfileSelection selection) : IJsonLineAnswer
{
    private readonly SelectionMeter? _meter = selection.Tokenizer is null || selection.IsSampled ? new SelectionMeter(selection) : null;
    private readonly byte[][] _quotedProfileNames = [.. selection.Profiles.Select(profile => JsonLineWriter.Quote(profile.Name))];

    public bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8Text, out string error)
    {
        error = "";
        output.Write("\"tokens\": "u8);
        if (_meter is null)
        {
            // A line is whole, so there is no need for a meter.
            JsonLineWriter.WriteNumber(output, selection.Tokenizer!.CountTokens(utf8Text));
            return true;
        }

        _meter.Reset();
        _meter.Append(utf8Text);
        if (selection.IncludesAll)
        {
            WriteAllTokens(output, _meter);
        }
        else if (_meter.Sampled is { } sampled)
        {
            JsonLineWriter.WriteNumber(output, sampled.TokenCount);
            output.Write(", \"margin_95\": "u8);
            JsonLineWriter.WriteNumber(output, (long)Math.Ceiling(sampled.Margin95));
        }
        else
        {
            JsonLineWriter.WriteNumber(output, _meter.Count(0));
        }

        return true;
    }

    private void WriteAllTokens(IBufferWriter<byte> output, SelectionMeter meter)
    {
        ReadOnlySpan<byte> separator = "{"u8;
        for (int index = 0; index < _quotedProfileNames.Length; index++)
        {
            output.Write(separator);
            output.Write(_quotedProfileNames[index]);
            output.Write(": "u8);
            JsonLineWriter.WriteNumber(output, meter.Count(index));
            separator = ", "u8;
        }

        output.Write("}"u8);
    }
}
