using System.Buffers;

namespace FastTokens.Cli;

/// <summary>Answers the text of a line of JSON.</summary>
internal interface IJsonLineAnswer
{
    /// <summary>Writes the members of the answer, behind the id; false where the text has no answer, whatever was written then.</summary>
    bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8Text, out string error);
}
