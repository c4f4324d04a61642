namespace FastTokens;

/// <summary>The classes of features that <see cref="ProfileCalibrator"/> has a multiplier for: each counter of pairs, and groups of the others.</summary>
internal static class CalibrationClasses
{
    private const int Digits = FeatureLayout.PairCount;
    private const int Runs = Digits + 1;
    private const int FirstScript = Runs + 1;

    // The class of each group of characters, from FirstScript on.
    private static ReadOnlySpan<byte> ScriptOf =>
    [
        0, // Latin
        1, // Cyrillic
        2, // GreekArmenianGeorgian
        2, // ArabicHebrew
        3, // DevanagariBengaliTamil
        3, // IndicThaiLao
        3, // KhmerMyanmarEthiopic
        4, // Han
        5, // Hiragana
        5, // Katakana
        6, // Hangul
        7, // Other
        7, // GeneralPunctuation
        7, // CjkPunctuation
        7, // Symbols
        7, // Emoji
    ];

    internal const int Count = FirstScript + 8;

    private static readonly byte[] ByFeature = Create();

    /// <summary>Returns the class of a feature.</summary>
    internal static int Of(int feature) => ByFeature[feature];

    /// <summary>Returns the name of a class, as it stands in files.</summary>
    internal static string NameOf(int index) => index switch
    {
        < FeatureLayout.PairCount => FeatureLayout.NameOf(index),
        Digits => "Digits",
        Runs => "Runs",
        _ => (index - FirstScript) switch
        {
            0 => "Latin",
            1 => "Cyrillic",
            2 => "MiddleEastern",
            3 => "SouthAsian",
            4 => "Han",
            5 => "Kana",
            6 => "Hangul",
            _ => "Symbols",
        },
    };

    /// <summary>Prices a text class by class, in tokens.</summary>
    internal static void Price(ref readonly TextFeatures features, ReadOnlySpan<int> weights, Span<double> prices)
    {
        Span<long> sums = stackalloc long[Count];
        sums.Clear();
        ReadOnlySpan<long> counters = features.AsReadOnlySpan();
        ReadOnlySpan<byte> classes = ByFeature;
        for (int feature = 0; feature < counters.Length; feature++)
        {
            sums[classes[feature]] += counters[feature] * weights[feature];
        }

        for (int index = 0; index < Count; index++)
        {
            prices[index] = (double)sums[index] / TokenProfile.PriceUnit;
        }
    }

    private static byte[] Create()
    {
        byte[] classes = new byte[FeatureLayout.Count];
        for (int feature = 0; feature < classes.Length; feature++)
        {
            classes[feature] = feature switch
            {
                < FeatureLayout.PairCount => (byte)feature,
                < FeatureLayout.RunBase => Digits,
                < FeatureLayout.NonAsciiBase => Runs,
                _ => (byte)(FirstScript + ScriptOf[(feature - FeatureLayout.NonAsciiBase) / FeatureLayout.GroupStride]),
            };
        }

        return classes;
    }
}
