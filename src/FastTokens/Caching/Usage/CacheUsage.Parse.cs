using System.Globalization;
using System.Text.Json;

namespace FastTokens.Caching;

// One adapter for each provider: whether the reported input has the cached part in it differs, and that is the classic mistake.
public readonly partial record struct CacheUsage
{
    /// <summary>Reads the usage object of a response, without allocating.</summary>
    /// <param name="utf8Json">The object, as the provider sent it.</param>
    /// <param name="format">Its shape, or <see langword="null"/> to go by its members.</param>
    /// <exception cref="FormatException">It is not well-formed, or its figures contradict each other (more cached than there is, a negative count).</exception>
    public static CacheUsage Parse(ReadOnlySpan<byte> utf8Json, UsageFormat? format = null)
    {
        CacheUsage usage = Parse(utf8Json, format, out string? contradiction);
        return contradiction is null ? usage : throw new FormatException($"The usage contradicts itself: {contradiction}.");
    }

    /// <summary>Reads the usage object of a response like <see cref="Parse(ReadOnlySpan{byte}, UsageFormat?)"/>, but mends figures that contradict each other and says so.</summary>
    /// <param name="utf8Json">The object, as the provider sent it.</param>
    /// <param name="format">Its shape, or <see langword="null"/> to go by its members.</param>
    /// <param name="wasClamped">Whether a figure was mended.</param>
    /// <exception cref="FormatException">It is not well-formed.</exception>
    public static CacheUsage ParseClamped(ReadOnlySpan<byte> utf8Json, UsageFormat? format, out bool wasClamped)
    {
        CacheUsage usage = Parse(utf8Json, format, out string? contradiction);
        wasClamped = contradiction is not null;
        return usage;
    }

    private static CacheUsage Parse(ReadOnlySpan<byte> utf8Json, UsageFormat? format, out string? contradiction)
    {
        Fields fields = ReadFields(utf8Json);
        contradiction = fields.Negative is { } negative ? $"{negative} is negative" : null;
        UsageFormat shape = format
            ?? (fields.HasGemini ? UsageFormat.Gemini
            : fields.HasDeepSeek ? UsageFormat.DeepSeek
            : fields.HasPromptTokens || fields.HasInputDetails ? UsageFormat.OpenAI
            : UsageFormat.Anthropic);
        switch (shape)
        {
            case UsageFormat.Anthropic:
                long parts = fields.Write5Minutes + fields.Write1Hour;
                if (parts > fields.Writes && fields.HasWrites)
                {
                    contradiction ??= string.Create(CultureInfo.InvariantCulture, $"the writes by lifetime are {parts}, all writes {fields.Writes}");
                }

                return new CacheUsage(
                    fields.Input, fields.Read, fields.Write5Minutes, fields.Write1Hour, Math.Max(0, fields.Writes - parts), fields.Output);
            case UsageFormat.DeepSeek when fields.HasDeepSeek:
                long input = fields.Hit + fields.Miss;
                if (fields.HasPromptTokens && fields.Prompt != input)
                {
                    contradiction ??= string.Create(CultureInfo.InvariantCulture, $"hits and misses are {input}, the prompt {fields.Prompt}");
                }

                return new CacheUsage(fields.Miss, fields.Hit, Output: fields.Completion);
            case UsageFormat.Gemini:
                return FromInclusive(fields.Prompt, fields.Read, 0, fields.Completion + fields.Thoughts, ref contradiction);
            default:
                long total = fields.HasPromptTokens ? fields.Prompt : fields.Input;
                return FromInclusive(total, fields.CachedDetail, fields.WriteDetail, fields.HasPromptTokens ? fields.Completion : fields.Output, ref contradiction);
        }
    }

    private static CacheUsage FromInclusive(long total, long read, long written, long output, ref string? contradiction)
    {
        if (read + written > total)
        {
            contradiction ??= string.Create(CultureInfo.InvariantCulture, $"{read} tokens were read and {written} written of {total}");
            read = Math.Min(read, total);
            written = Math.Min(written, total - read);
        }

        return new CacheUsage(total - read - written, read, WriteOther: written, Output: output);
    }

    private static Fields ReadFields(ReadOnlySpan<byte> utf8Json)
    {
        Fields fields = default;
        Utf8JsonReader reader = new(utf8Json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException("A usage is a JSON object.");
            }

            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth is 1 or 2)
                {
                    ReadField(ref reader, ref fields);
                }
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"The usage is not well-formed JSON at byte {reader.BytesConsumed}.", e);
        }

        return fields;
    }

    private static void ReadField(ref Utf8JsonReader reader, ref Fields fields)
    {
        switch (reader.CurrentDepth)
        {
            case 1 when reader.ValueTextEquals("input_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Input, "input_tokens");
                break;
            case 1 when reader.ValueTextEquals("output_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Output, "output_tokens");
                break;
            case 1 when reader.ValueTextEquals("cache_read_input_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Read, "cache_read_input_tokens");
                break;
            case 1 when reader.ValueTextEquals("cache_creation_input_tokens"u8):
                fields.HasWrites = ReadCount(ref reader, ref fields, ref fields.Writes, "cache_creation_input_tokens");
                break;
            case 1 when reader.ValueTextEquals("prompt_tokens"u8):
                fields.HasPromptTokens = ReadCount(ref reader, ref fields, ref fields.Prompt, "prompt_tokens");
                break;
            case 1 when reader.ValueTextEquals("completion_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Completion, "completion_tokens");
                break;
            case 1 when reader.ValueTextEquals("prompt_cache_hit_tokens"u8):
                fields.HasDeepSeek = ReadCount(ref reader, ref fields, ref fields.Hit, "prompt_cache_hit_tokens");
                break;
            case 1 when reader.ValueTextEquals("prompt_cache_miss_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Miss, "prompt_cache_miss_tokens");
                break;
            case 1 when reader.ValueTextEquals("promptTokenCount"u8):
                fields.HasGemini = ReadCount(ref reader, ref fields, ref fields.Prompt, "promptTokenCount");
                break;
            case 1 when reader.ValueTextEquals("cachedContentTokenCount"u8):
                ReadCount(ref reader, ref fields, ref fields.Read, "cachedContentTokenCount");
                break;
            case 1 when reader.ValueTextEquals("candidatesTokenCount"u8):
                ReadCount(ref reader, ref fields, ref fields.Completion, "candidatesTokenCount");
                break;
            case 1 when reader.ValueTextEquals("thoughtsTokenCount"u8):
                ReadCount(ref reader, ref fields, ref fields.Thoughts, "thoughtsTokenCount");
                break;
            case 1 when reader.ValueTextEquals("input_tokens_details"u8):
                fields.HasInputDetails = true;
                break;
            case 2 when reader.ValueTextEquals("cached_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.CachedDetail, "cached_tokens");
                break;
            case 2 when reader.ValueTextEquals("cache_write_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.WriteDetail, "cache_write_tokens");
                break;
            case 2 when reader.ValueTextEquals("ephemeral_5m_input_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Write5Minutes, "ephemeral_5m_input_tokens");
                break;
            case 2 when reader.ValueTextEquals("ephemeral_1h_input_tokens"u8):
                ReadCount(ref reader, ref fields, ref fields.Write1Hour, "ephemeral_1h_input_tokens");
                break;
        }
    }

    // null counts as absent; anything that is no whole number is an error.
    private static bool ReadCount(ref Utf8JsonReader reader, ref Fields fields, ref long field, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value) || Math.Abs((decimal)value) > int.MaxValue)
        {
            throw new FormatException($"{name} is no count of tokens.");
        }

        if (value < 0)
        {
            fields.Negative = name;
            value = 0;
        }

        field = value;
        return true;
    }

    private struct Fields
    {
        public long Input;
        public long Output;
        public long Read;
        public long Writes;
        public long Write5Minutes;
        public long Write1Hour;
        public long Prompt;
        public long Completion;
        public long Thoughts;
        public long Hit;
        public long Miss;
        public long CachedDetail;
        public long WriteDetail;
        public bool HasWrites;
        public bool HasPromptTokens;
        public bool HasInputDetails;
        public bool HasDeepSeek;
        public bool HasGemini;
        public string? Negative;
    }
}
