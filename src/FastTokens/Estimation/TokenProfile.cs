#pragma warning disable CS1591 // skeleton
namespace FastTokens;

public sealed class TokenProfile
{
    private TokenProfile(string name) => Name = name;
    public string Name { get; }
    public static IReadOnlyList<TokenProfile> BuiltIn { get; } = [new("o200k_base"), new("cl100k_base"), new("claude_legacy"), new("llama3"), new("qwen2.5"), new("deepseek_v3"), new("mistral_nemo"), new("gemma3")];
    public static TokenProfile O200kBase => BuiltIn[0];
    public static TokenProfile FromName(string name) => TryFromName(name, out TokenProfile? p) ? p : throw new ArgumentException("unknown profile", nameof(name));
    public static bool TryFromName(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TokenProfile? profile)
    {
        profile = null;
        foreach (TokenProfile p in BuiltIn) { if (p.Name == name) { profile = p; } }
        return profile is not null;
    }
}
