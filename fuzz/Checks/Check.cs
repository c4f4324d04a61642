using System.Globalization;

namespace FastTokens.Fuzz;

/// <summary>What targets assert.</summary>
internal static class Check
{
    /// <summary>Fails unless a condition holds.</summary>
    internal static void That(bool condition, string what)
    {
        if (!condition)
        {
            throw new FuzzFailureException(what);
        }
    }

    internal static void Equal(long expected, long actual, string what)
    {
        if (expected != actual)
        {
            throw new FuzzFailureException(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected}, got {actual}"));
        }
    }

    internal static void AtMost(long limit, long actual, string what)
    {
        if (actual > limit)
        {
            throw new FuzzFailureException(string.Create(CultureInfo.InvariantCulture, $"{what}: {actual} is more than {limit}"));
        }
    }

    /// <summary>Fails unless two scans counted the same; names the first counter that differs.</summary>
    internal static void Equal(in TextFeatures expected, in TextFeatures actual, string what)
    {
        Equal(expected.Utf8ByteCount, actual.Utf8ByteCount, $"{what}, UTF-8 bytes");
        Equal(expected.ScalarCount, actual.ScalarCount, $"{what}, scalars");
        int difference = expected.AsReadOnlySpan().CommonPrefixLength(actual.AsReadOnlySpan());
        if (difference < TextFeatures.Count)
        {
            Equal(expected[difference], actual[difference], $"{what}, counter {TextFeatures.NameOf(difference)}");
        }
    }

    /// <summary>Fails where a counter of a prefix is above that of the text it begins: appending text must never take one back.</summary>
    internal static void NoneAbove(in TextFeatures whole, in TextFeatures prefix, string what)
    {
        AtMost(whole.Utf8ByteCount, prefix.Utf8ByteCount, $"{what}, UTF-8 bytes");
        AtMost(whole.ScalarCount, prefix.ScalarCount, $"{what}, scalars");
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            if (prefix[index] > whole[index])
            {
                AtMost(whole[index], prefix[index], $"{what}, counter {TextFeatures.NameOf(index)}");
            }
        }
    }

    /// <summary>Fails where an estimate is outside its bounds: 0 for the empty text, else from 1 to the UTF-8 bytes of the repaired text.</summary>
    internal static void EstimatesInBounds(in TextFeatures features)
    {
        foreach (TokenProfile profile in FuzzProfiles.All)
        {
            long estimate = profile.Estimate(in features);
            Check.AtMost(features.Utf8ByteCount, estimate, $"estimate of {profile.Name} against the UTF-8 bytes");
            Check.AtMost(estimate, Math.Min(1, features.Utf8ByteCount), $"least estimate against that of {profile.Name}");
        }
    }
}
