using System.Text;
using System.Text.Json;
using FastTokens.Caching;

namespace FastTokens.Fuzz;

/// <summary>
/// The input as the body of a request, in each format: it is read to its end or refused at a byte, exactly where the framework's reader accepts or refuses it; and
/// all content lies in the body's measure.
/// </summary>
internal sealed class PromptReaderTarget : IFuzzTarget
{
    public string Name => "prompt-reader";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. PromptSeeds.Bodies.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<byte[]> Sequences { get; } = [.. PromptSeeds.Sequences.Select(Encoding.UTF8.GetBytes), [0xFF], [0xED, 0xA0, 0x80], [0xC3]];

    public void Run(ReadOnlySpan<byte> input)
    {
        byte[] scratch = new byte[PromptReader.GetScratchLength(input.Length)];
        bool isJson = IsJsonObject(input);
        foreach (PromptFormat format in Enum.GetValues<PromptFormat>())
        {
            long length = 0;
            try
            {
                PromptReader reader = new(input, format, scratch);
                while (reader.Read())
                {
                    PromptSegment segment = reader.Current;
                    length += segment.Content.Length;
                    Check.That(segment.SourceOffset + segment.SourceLength <= input.Length, "the source of a segment lies behind the body");
                    Check.That(segment.IsJson || Encoding.UTF8.GetCharCount(segment.Content) >= 0, "content");
                }

                Check.That(isJson, "a body that is no JSON object was read");
                Check.AtMost(input.Length, reader.BytesConsumed, "bytes read");
            }
            catch (PromptFormatException refusal)
            {
                Check.That(refusal.ByteOffset >= 0 && refusal.ByteOffset <= input.Length, "a refusal outside the body");
                Check.That(!isJson || refusal.Reason == "a message is a JSON object" || refusal.Reason.Contains("deep", StringComparison.Ordinal), $"a JSON object was refused: {refusal.Message}");
            }

            Check.AtMost(input.Length, length, "content");
        }
    }

    private static bool IsJsonObject(ReadOnlySpan<byte> input)
    {
        if (!System.Text.Unicode.Utf8.IsValid(input))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(input, new JsonReaderOptions { MaxDepth = 1000 });
            bool isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }

            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
