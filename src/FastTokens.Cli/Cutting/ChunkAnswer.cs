using System.Buffers;

namespace FastTokens.Cli;

/// <summary>The chunks of each text.</summary>
internal sealed class ChunkAnswer(TokenChunker chunker) : IJsonLineAnswer
{
    public bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8Text, out string error)
    {
        error = "";
        output.Write("\"chunks\": ["u8);
        ReadOnlySpan<byte> separator = ""u8;
        try
        {
            foreach (TextChunk chunk in chunker.EnumerateChunks(utf8Text))
            {
                output.Write(separator);
                WriteChunk(output, chunk, utf8Text);
                separator = ", "u8;
            }
        }
        catch (ArgumentException exception)
        {
            error = exception.Message;
            return false;
        }

        output.Write("]"u8);
        return true;
    }

    /// <summary>Writes a chunk as an object: its range in bytes, how many of them repeat the chunk before, its tokens, its text.</summary>
    public static void WriteChunk(IBufferWriter<byte> output, TextChunk chunk, ReadOnlySpan<byte> utf8Text)
    {
        output.Write("{\"start\": "u8);
        JsonLineWriter.WriteNumber(output, chunk.Start);
        output.Write(", \"end\": "u8);
        JsonLineWriter.WriteNumber(output, chunk.End);
        output.Write(", \"overlap\": "u8);
        JsonLineWriter.WriteNumber(output, chunk.OverlapLength);
        output.Write(", \"tokens\": "u8);
        JsonLineWriter.WriteNumber(output, chunk.TokenCount);
        output.Write(chunk.SplitsCluster ? ", \"splits_cluster\": true"u8 : default);
        output.Write(", \"text\": "u8);
        JsonLineWriter.WriteString(output, utf8Text[chunk.Range]);
        output.Write("}"u8);
    }
}
