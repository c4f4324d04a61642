using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FastTokens.Tests.Support;

/// <summary>Profiles made for tests: of any non-negative weights, loaded the way a user loads them.</summary>
internal static class TestProfiles
{
    /// <summary>Random weights, from sparse and small to every one up to the largest that a file may hold.</summary>
    internal static Gen<TokenProfile> Random { get; } =
        from seed in Gen.Choose(0, int.MaxValue)
        from zeros in Gen.Elements(0, 1, 5)
        from largest in Gen.Elements(1 << 10, 1 << 16, 1 << 18, TokenProfile.MaximumWeight)
        select FromSeed(seed, zeros, largest);

    /// <summary>Gets a profile that is none of the built-in ones and whose weights are all positive.</summary>
    internal static TokenProfile Dense { get; } = FromSeed(42, 0, 1 << 16);

    /// <summary>Gets the built-in profiles and a few others.</summary>
    internal static IReadOnlyList<TokenProfile> Various { get; } =
        [.. TokenProfile.BuiltIn, Dense, Uniform(0), Uniform(1 << 14), Uniform(TokenProfile.MaximumWeight)];

    internal static TokenProfile Uniform(int weight) => FromWeights([.. Enumerable.Repeat(weight, TextFeatures.Count)]);

    internal static TokenProfile FromWeights(int[] weights) => Load(Json(weights));

    internal static TokenProfile Load(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return TokenProfile.Load(stream);
    }

    internal static string Save(TokenProfile profile)
    {
        using MemoryStream stream = new();
        profile.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static TokenProfile FromSeed(int seed, int zeros, int largest)
    {
        Random random = new(seed);
        int[] weights = new int[TextFeatures.Count];
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] = random.Next(zeros + 1) == 0 ? random.Next(1, largest + 1) : 0;
        }

        return FromWeights(weights);
    }

    private static string Json(int[] weights)
    {
        IEnumerable<string> lines =
            weights.Select(static (weight, index) => string.Create(CultureInfo.InvariantCulture, $"\"{TextFeatures.NameOf(index)}\": {weight}"));
        return $$"""{"format": 1, "name": "test", "feature_set": "{{TokenProfileData.FeatureSet}}", "weights": { {{string.Join(",\n", lines)}} } }""";
    }
}
