namespace FastTokens;
internal static class TokenProfileData
{
    internal const string FeatureSet = "";
    internal const string O200kBaseName = "o200k_base"; internal const double O200kBaseMape = 0; internal const double O200kBaseP95 = 0; internal static ReadOnlySpan<int> O200kBase => new int[400];
    internal const string Cl100kBaseName = "cl100k_base"; internal const double Cl100kBaseMape = 0; internal const double Cl100kBaseP95 = 0; internal static ReadOnlySpan<int> Cl100kBase => new int[400];
    internal const string ClaudeLegacyName = "claude_legacy"; internal const double ClaudeLegacyMape = 0; internal const double ClaudeLegacyP95 = 0; internal static ReadOnlySpan<int> ClaudeLegacy => new int[400];
    internal const string Llama3Name = "llama3"; internal const double Llama3Mape = 0; internal const double Llama3P95 = 0; internal static ReadOnlySpan<int> Llama3 => new int[400];
    internal const string Qwen25Name = "qwen2.5"; internal const double Qwen25Mape = 0; internal const double Qwen25P95 = 0; internal static ReadOnlySpan<int> Qwen25 => new int[400];
    internal const string DeepSeekV3Name = "deepseek_v3"; internal const double DeepSeekV3Mape = 0; internal const double DeepSeekV3P95 = 0; internal static ReadOnlySpan<int> DeepSeekV3 => new int[400];
    internal const string MistralNemoName = "mistral_nemo"; internal const double MistralNemoMape = 0; internal const double MistralNemoP95 = 0; internal static ReadOnlySpan<int> MistralNemo => new int[400];
    internal const string Gemma3Name = "gemma3"; internal const double Gemma3Mape = 0; internal const double Gemma3P95 = 0; internal static ReadOnlySpan<int> Gemma3 => new int[400];
}
