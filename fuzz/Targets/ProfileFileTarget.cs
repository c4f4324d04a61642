using System.Text;

namespace FastTokens.Fuzz;

/// <summary>The input as the file of a profile: it loads, or is refused with an <see cref="InvalidDataException"/>; what loads can be saved and is the same again.</summary>
internal sealed class ProfileFileTarget : IFuzzTarget
{
    public string Name => "profile-file";

    // A file names the features it was made for; so those that load follow from the library.
    public IReadOnlyList<byte[]> Seeds { get; } = [Save(FuzzProfiles.Distinct), Save(TokenProfile.O200kBase), Small()];

    public IReadOnlyList<byte[]> Sequences { get; } = CreateSequences();

    public unsafe void Run(ReadOnlySpan<byte> input)
    {
        TokenProfile profile;
        try
        {
            fixed (byte* bytes = input)
            {
                // An empty span has no address; a stream needs one.
                byte nothing = 0;
                using UnmanagedMemoryStream stream = new(bytes != null ? bytes : &nothing, input.Length);
                profile = TokenProfile.Load(stream);
            }
        }
        catch (InvalidDataException refusal)
        {
            Check.That(refusal.Message.Length > 0, "a refusal without a reason");
            return;
        }

        Check.Equal(TextFeatures.Count, profile.Weights.Length, "weights");
        foreach (int weight in profile.Weights)
        {
            Check.That(weight is >= 0 and <= TokenProfile.MaximumWeight, $"weight {weight}");
        }

        using MemoryStream saved = new(Save(profile));
        TokenProfile again = TokenProfile.Load(saved);
        Check.That(again.Name == profile.Name, "the name of a profile that was saved and loaded");
        Check.That(again.Weights.SequenceEqual(profile.Weights), "the weights of a profile that was saved and loaded");
        Check.That(again.ReferenceError == profile.ReferenceError, "the error of a profile that was saved and loaded");
        if (profile.ErrorQuantiles is { } quantiles)
        {
            Check.That(quantiles.Factors.SequenceEqual(again.ErrorQuantiles!.Factors), "the quantiles of a profile that was saved and loaded");
            long bound = quantiles.UpperBound(100, 1000, 0.9);
            Check.That(bound is >= 100 and <= 1000, $"a bound of {bound}");
        }
    }

    private static byte[] Save(TokenProfile profile)
    {
        using MemoryStream stream = new();
        profile.Save(stream);
        return stream.ToArray();
    }

    // Short enough for a mutation to hit what matters.
    private static byte[] Small()
    {
        int[] weights = new int[TextFeatures.Count];
        weights[0] = 1;
        weights[^1] = TokenProfile.MaximumWeight;
        return Save(new TokenProfile("small", weights, new ProfileError(4.5, 12.25)));
    }

    private static byte[][] CreateSequences()
    {
        string[] texts =
        [
            "\"format\"", "\"name\"", "\"feature_set\"", "\"error\"", "\"mape\"", "\"p95\"", "\"weights\"", ":", ",", "{", "}", "[", "]", "\"\"", "null", "true",
            "1", "2", "-1", "1.0", "1e999", "-0", "2147483648", "1048577", "99999999999999999999", "\\uD800", "\\uDC00", "\\uD83D\\uDE00", "\\u0000", "\\n", "\"",
            "// comment", "NaN", "\uFEFF", TextFeatures.NameOf(0), TextFeatures.NameOf(TextFeatures.Count - 1),
        ];
        return [.. texts.Select(Encoding.UTF8.GetBytes), [0xFF], [0xED, 0xA0, 0x80], [0xC3]];
    }
}
