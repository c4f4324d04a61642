using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Cli;

/// <summary>Each text within a budget of tokens.</summary>
internal sealed class TruncationAnswer(TokenTruncator truncator, int maxTokenCount) : IJsonLineAnswer
{
    public bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8Text, out string error)
    {
        error = "";
        Utf8TruncationResult result = truncator.Truncate(utf8Text, maxTokenCount);
        using SpanOwner<byte> text = SpanOwner<byte>.Allocate(result.Length);
        result.TryWrite(text.Span, out _);

        output.Write("\"text\": "u8);
        JsonLineWriter.WriteString(output, text.Span);
        output.Write(", \"tokens\": "u8);
        JsonLineWriter.WriteNumber(output, result.TokenCount);
        output.Write(result.IsTruncated ? ", \"truncated\": true"u8 : ", \"truncated\": false"u8);
        output.Write(", \"omitted_tokens\": "u8);
        JsonLineWriter.WriteNumber(output, result.OmittedTokenCount ?? 0);
        return true;
    }
}
