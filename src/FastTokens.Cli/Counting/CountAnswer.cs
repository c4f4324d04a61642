using System.Buffers;

namespace FastTokens.Cli;

/// <summary>The tokens of each text: <c>"tokens": N</c>, or one number for each profile. For one thread.</summary>
internal sealed class CountAnswer(ProfileSelection selection) : IJsonLineAnswer
{
    private readonly TokenMeter _meter = new(selection.Profile);
    private readonly byte[][] _quotedProfileNames = [.. selection.Profiles.Select(profile => JsonLineWriter.Quote(profile.Name))];

    public bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8Text, out string error)
    {
        error = "";
        _meter.Reset();
        _meter.Append(utf8Text);
        output.Write("\"tokens\": "u8);
        if (selection.IncludesAll)
        {
            WriteAllTokens(output);
        }
        else
        {
            JsonLineWriter.WriteNumber(output, _meter.Estimate);
        }

        return true;
    }

    private void WriteAllTokens(IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> separator = "{"u8;
        for (int index = 0; index < _quotedProfileNames.Length; index++)
        {
            output.Write(separator);
            output.Write(_quotedProfileNames[index]);
            output.Write(": "u8);
            JsonLineWriter.WriteNumber(output, _meter.EstimateFor(selection.Profiles[index]));
            separator = ", "u8;
        }

        output.Write("}"u8);
    }
}
