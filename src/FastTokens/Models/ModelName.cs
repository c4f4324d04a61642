namespace FastTokens;

/// <summary>The grammar of model names: what may stand before and behind the name of a family without naming another model.</summary>
/// <remarks>
/// Before it: the provider or the route, as gateways write it (<c>openai/gpt-5</c>, <c>models/gemini-2.5-pro</c>), Amazon Bedrock's
/// region and vendor (<c>us.anthropic.claude-…</c>), and the mark of a fine-tuned model (<c>ft:gpt-4o:my-org::id</c>). Behind it: a date, a
/// version or a release stage. Anything else may be another model, with another window and another tokenizer, and is refused.
/// </remarks>
internal static class ModelName
{
    private static readonly string[] Routes =
    [
        "alibaba", "amazon", "anthropic", "azure", "bedrock", "deepseek", "deepseek-ai", "gemini", "google", "meta", "meta-llama", "mistral",
        "mistralai", "models", "openai", "openrouter", "publishers", "qwen", "vertex", "vertex_ai",
    ];

    private static readonly string[] BedrockRegions = ["apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"];

    private static readonly string[] BedrockVendors = ["anthropic", "deepseek", "google", "meta", "mistral", "openai", "qwen"];

    private static readonly string[] ReleaseStages = ["latest", "preview"];

    /// <summary>Returns the name without what stands before it.</summary>
    public static ReadOnlySpan<char> WithoutRoute(ReadOnlySpan<char> name)
    {
        while (TryCutLeading(name, '/', Routes, out ReadOnlySpan<char> rest))
        {
            name = rest;
        }

        ReadOnlySpan<char> vendorFirst = TryCutLeading(name, '.', BedrockRegions, out ReadOnlySpan<char> inRegion) ? inRegion : name;
        if (TryCutLeading(vendorFirst, '.', BedrockVendors, out ReadOnlySpan<char> ofVendor))
        {
            return ofVendor;
        }

        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
        {
            name = name[3..];
            int end = name.IndexOf(':');
            return end < 0 ? name : name[..end];
        }

        return name;
    }

    /// <summary>Returns whether a name can end, and a suffix begin, at this character.</summary>
    public static bool IsBoundary(char c) => c is '-' or '.' or ':' or '@' or '/';

    /// <summary>Returns whether a suffix, which begins with its boundary, only dates or versions the name before it.</summary>
    public static bool IsVersionSuffix(ReadOnlySpan<char> suffix)
    {
        while (!suffix.IsEmpty)
        {
            if (suffix[0] is not ('-' or '@' or ':'))
            {
                return false;
            }

            suffix = suffix[1..];
            int length = MeasureVersionPart(suffix);
            if (length == 0 || (length < suffix.Length && !IsBoundary(suffix[length])))
            {
                return false;
            }

            suffix = suffix[length..];
        }

        return true;
    }

    private static int MeasureVersionPart(ReadOnlySpan<char> text)
    {
        foreach (string stage in ReleaseStages)
        {
            if (text.StartsWith(stage, StringComparison.OrdinalIgnoreCase))
            {
                return stage.Length;
            }
        }

        int length = MeasureBedrockVersion(text);
        return length != 0 ? length : MeasureDate(text);
    }

    // v1:0
    private static int MeasureBedrockVersion(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('v' or 'V'))
        {
            return 0;
        }

        int major = CountDigits(text[1..]);
        int colon = 1 + major;
        if (major is 0 or > 2 || colon >= text.Length || text[colon] != ':')
        {
            return 0;
        }

        int minor = CountDigits(text[(colon + 1)..]);
        return minor is 0 or > 2 ? 0 : colon + 1 + minor;
    }

    // 2026-01-31, 20260131, 01-2026, 01-31, 0131 and 2601 (month and day, year and month), 001
    private static int MeasureDate(ReadOnlySpan<char> text)
    {
        switch (CountDigits(text))
        {
            case 8 when IsDate(Number(text[..4]), Number(text[4..6]), Number(text[6..8])):
                return 8;
            case 4 when text is [_, _, _, _, '-', _, _, '-', _, _, ..] && AreDigits(text[5..7]) && AreDigits(text[8..10])
                    && IsDate(Number(text[..4]), Number(text[5..7]), Number(text[8..10])):
                return 10;
            case 4 when IsMonthAndDay(text[..2], text[2..4]) || IsYearAndMonth(2000 + Number(text[..2]), Number(text[2..4])):
                return 4;
            case 3:
                return 3;
            case 2 when text is [_, _, '-', ..]:
                return CountDigits(text[3..]) switch
                {
                    4 when IsYearAndMonth(Number(text[3..7]), Number(text[..2])) => 7,
                    2 when IsMonthAndDay(text[..2], text[3..5]) => 5,
                    _ => 0,
                };
            default:
                return 0;
        }
    }

    private static bool IsDate(int year, int month, int day) =>
        IsYearAndMonth(year, month) && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool IsYearAndMonth(int year, int month) => year is >= 2020 and <= 2099 && month is >= 1 and <= 12;

    // A leap year, so that 29 February counts.
    private static bool IsMonthAndDay(ReadOnlySpan<char> month, ReadOnlySpan<char> day) => IsDate(2024, Number(month), Number(day));

    private static bool AreDigits(ReadOnlySpan<char> text) => CountDigits(text) == text.Length;

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        int number = 0;
        foreach (char digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static bool TryCutLeading(ReadOnlySpan<char> name, char separator, string[] known, out ReadOnlySpan<char> rest)
    {
        int end = name.IndexOf(separator);
        if (end >= 0)
        {
            foreach (string word in known)
            {
                if (name[..end].Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    rest = name[(end + 1)..];
                    return true;
                }
            }
        }

        rest = default;
        return false;
    }
}
