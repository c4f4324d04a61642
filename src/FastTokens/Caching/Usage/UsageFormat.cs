namespace FastTokens.Caching;

/// <summary>The shapes in which providers report usage.</summary>
public enum UsageFormat
{
    /// <summary>Anthropic: <c>input_tokens</c> without the cached part, <c>cache_read_input_tokens</c>, <c>cache_creation_input_tokens</c>.</summary>
    Anthropic,

    /// <summary>OpenAI Chat Completions and Responses: <c>prompt_tokens</c> or <c>input_tokens</c> with the cached part, <c>cached_tokens</c>, <c>cache_write_tokens</c> in the details.</summary>
    OpenAI,

    /// <summary>Gemini: <c>promptTokenCount</c> with the cached part, <c>cachedContentTokenCount</c>.</summary>
    Gemini,

    /// <summary>DeepSeek: <c>prompt_cache_hit_tokens</c>, <c>prompt_cache_miss_tokens</c>.</summary>
    DeepSeek,
}
