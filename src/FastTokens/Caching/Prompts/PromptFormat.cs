namespace FastTokens.Caching;

/// <summary>The shapes of request bodies that <see cref="PromptReader"/> reads.</summary>
public enum PromptFormat
{
    /// <summary>Anthropic Messages: <c>tools</c>, <c>system</c>, <c>messages</c> with content blocks and <c>cache_control</c> markers.</summary>
    AnthropicMessages,

    /// <summary>OpenAI Chat Completions, and what many providers understand as such: <c>tools</c>, <c>messages</c> with <c>tool_calls</c>.</summary>
    OpenAIChatCompletions,

    /// <summary>OpenAI Responses: <c>instructions</c>, <c>tools</c>, <c>input</c> items.</summary>
    OpenAIResponses,
}
