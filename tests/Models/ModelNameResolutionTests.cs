using Xunit;

namespace FastTokens.Tests.Models;

public class ModelNameResolutionTests
{
    [Theory]
    [InlineData("gpt-5", "gpt-5")]
    [InlineData("GPT-5", "gpt-5")]
    [InlineData("gpt-5-2026-01-01", "gpt-5")]
    [InlineData("gpt-5-mini-2025-08-07", "gpt-5-mini")]
    [InlineData("gpt-5-latest", "gpt-5")]
    [InlineData("gpt-5-preview-2026-01-01", "gpt-5")]
    [InlineData("gpt-4-0613", "gpt-4")]
    [InlineData("gpt-4-turbo-2024-04-09", "gpt-4-turbo")]
    [InlineData("gpt-4-1106-preview", "gpt-4-turbo")]
    [InlineData("gpt-4-turbo-preview", "gpt-4-turbo")]
    [InlineData("gpt-4o-2024-05-13", "gpt-4o-2024-05-13")]
    [InlineData("gpt-4o-2024-08-06", "gpt-4o")]
    [InlineData("gpt-3.5-turbo-0125", "gpt-3.5-turbo")]
    [InlineData("gpt-3.5-turbo-0613", "gpt-3.5-turbo-0613")]
    [InlineData("davinci-002", "davinci-002")]
    [InlineData("openai/gpt-5", "gpt-5")]
    [InlineData("openrouter/openai/gpt-5-mini", "gpt-5-mini")]
    [InlineData("azure/gpt-4o-mini-2024-07-18", "gpt-4o-mini")]
    [InlineData("ft:gpt-4o-mini-2024-07-18:my-org:custom:id", "gpt-4o-mini")]
    [InlineData("ft:gpt-4o", "gpt-4o")]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-20250514", "claude-sonnet-4")]
    [InlineData("claude-sonnet-4@20250514", "claude-sonnet-4")]
    [InlineData("anthropic/claude-sonnet-4.5", "claude-sonnet-4-5")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5")]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku")]
    [InlineData("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet")]
    [InlineData("publishers/anthropic/models/claude-opus-4-1@20250805", "claude-opus-4-1")]
    [InlineData("models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("gemini-2.5-pro-preview-05-06", "gemini-2.5-pro")]
    [InlineData("gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash")]
    [InlineData("gemini-1.5-pro-002", "gemini-1.5-pro")]
    [InlineData("google/gemma-3-27b-it", "gemma-3-27b-it")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b-instruct")]
    [InlineData("us.meta.llama3-3-70b-instruct-v1:0", "llama-3.3-70b-instruct")]
    [InlineData("Qwen/Qwen2.5-72B-Instruct", "qwen2.5-72b-instruct")]
    [InlineData("deepseek-ai/DeepSeek-R1-0528", "deepseek-r1")]
    [InlineData("mistralai/Mistral-Nemo-Instruct-2407", "open-mistral-nemo")]
    public void A_name_resolves_to_its_family(string name, string family)
    {
        Assert.True(ModelCatalog.Default.TryGetModel(name, out ModelInfo? model));
        Assert.Equal(family, model.Name);
        Assert.Same(model, ModelCatalog.Default.GetModel(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("gpt")]
    [InlineData("gpt-50")]
    [InlineData("gpt-5.77")]
    [InlineData("gpt-5-")]
    [InlineData("gpt-5-turbo-ultra")]
    [InlineData("gpt-5-turbo-2026-01-01")]
    [InlineData("gpt-5-2026-13-01")]
    [InlineData("gpt-5-2026-02-30")]
    [InlineData("gpt-5-2026-01")]
    [InlineData("gpt-5-20260101x")]
    [InlineData("gpt-5.2026-01-01")]
    [InlineData("gpt-5/latest")]
    [InlineData("gpt-5-latestest")]
    [InlineData("gpt-5-mini-ultra")]
    [InlineData("gpt-4o-audio-preview")]
    [InlineData("gpt-4-vision-preview")]
    [InlineData("claude-sonnet-4-99")]
    [InlineData("claude-opus-4-v1")]
    [InlineData("claude-sonnet-4-5-v1:")]
    [InlineData("somebody/gpt-5")]
    [InlineData("mars.anthropic.claude-sonnet-4-5")]
    [InlineData("mistral-large-2411")]
    [InlineData("ft:")]
    [InlineData("ft:gpt-50:my-org::id")]
    public void Another_name_is_unknown(string name)
    {
        Assert.False(ModelCatalog.Default.TryGetModel(name, out ModelInfo? model));
        Assert.Null(model);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_helps()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Default.GetModel("openai/gtp-5-mini"));
        Assert.Equal("name", error.ParamName);
        Assert.Contains("'openai/gtp-5-mini'", error.Message);
        Assert.Contains("Did you mean 'gpt-5-mini'?", error.Message);
        Assert.All(ModelCatalog.Default.Models, model => Assert.Contains(model.Name, error.Message));
    }

    [Fact]
    public void Nothing_is_suggested_for_a_name_like_no_other()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Default.GetModel("zzzzzzzzzzzz"));
        Assert.DoesNotContain("Did you mean", error.Message);
        Assert.Throws<ArgumentNullException>(() => ModelCatalog.Default.GetModel(null!));
    }

    [Fact]
    public void Resolution_does_not_allocate()
    {
        string[] names = ["gpt-5", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "gpt-5-turbo-ultra", "openai/gpt-4o-2024-08-06"];

        Assert.Equal(3, Resolve(names));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int found = 0;
        for (int i = 0; i < 1_000; i++)
        {
            found += Resolve(names);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(3_000, found);
    }

    private static int Resolve(string[] names)
    {
        int found = 0;
        foreach (string name in names)
        {
            found += ModelCatalog.Default.TryGetModel(name, out _) ? 1 : 0;
        }

        return found;
    }
}
