using System.Globalization;
using System.Text;
using Xunit;

namespace FastTokens.Tests.Support;

/// <summary>Comparisons of features that name what differs.</summary>
internal static class FeatureAssert
{
    internal static void Equal(in TextFeatures expected, in TextFeatures actual, string context)
    {
        if (AreEqual(in expected, in actual))
        {
            return;
        }

        StringBuilder message = new();
        message.Append(CultureInfo.InvariantCulture, $"Features differ: {context}");
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            Add(TextFeatures.NameOf(index), expected[index], actual[index]);
        }

        Add(nameof(TextFeatures.Utf8ByteCount), expected.Utf8ByteCount, actual.Utf8ByteCount);
        Add(nameof(TextFeatures.ScalarCount), expected.ScalarCount, actual.ScalarCount);
        Assert.Fail(message.ToString());

        void Add(string name, long expectedCount, long actualCount)
        {
            if (expectedCount != actualCount)
            {
                message.Append(CultureInfo.InvariantCulture, $"\n  {name}: expected {expectedCount}, actual {actualCount}");
            }
        }
    }

    internal static bool AreEqual(in TextFeatures left, in TextFeatures right) =>
        left.AsReadOnlySpan().SequenceEqual(right.AsReadOnlySpan()) && left.Utf8ByteCount == right.Utf8ByteCount && left.ScalarCount == right.ScalarCount;

    /// <summary>Shows a text with all but printable ASCII escaped, and cut where it is long.</summary>
    internal static string Show(string text)
    {
        StringBuilder shown = new();
        foreach (char unit in text.AsSpan(0, Math.Min(text.Length, 400)))
        {
            shown.Append(unit is >= ' ' and < '\u007F' ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{text.Length} chars \"{shown}\"");
    }

    internal static string Show(ReadOnlySpan<byte> utf8Text) =>
        string.Create(CultureInfo.InvariantCulture, $"{utf8Text.Length} bytes {Convert.ToHexString(utf8Text[..Math.Min(utf8Text.Length, 400)])}");
}
