using System.Buffers;
using System.Text;

namespace FastTokens.Caching;

/// <summary>Text that changes from request to request without meaning anything to the model: dates, times, identifiers, counters.</summary>
internal static class VolatileText
{
    private const int MinimumIdLength = 8;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-:_.+/="u8);

    private static readonly string[] DateWords =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "am", "pm",
    ];

    /// <summary>Whether two texts are the same but for such parts.</summary>
    public static bool DifferOnlyInVolatileParts(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        bool differ = false;
        while (true)
        {
            int common = left.CommonPrefixLength(right);
            if (common == left.Length && common == right.Length)
            {
                return differ;
            }

            // Back to where the token begins in which they differ: it is the same in both, as everything before is.
            int start = left[..common].LastIndexOfAnyExcept(TokenBytes) + 1;
            ReadOnlySpan<byte> leftToken = TokenAt(left[start..]);
            ReadOnlySpan<byte> rightToken = TokenAt(right[start..]);
            if (leftToken.SequenceEqual(rightToken) || !AreVolatile(leftToken, rightToken))
            {
                return false;
            }

            differ = true;
            left = left[(start + leftToken.Length)..];
            right = right[(start + rightToken.Length)..];
        }
    }

    /// <summary>Finds the first date, time, UUID or long hexadecimal string; plain numbers are not looked for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="what">What it is, for people.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, out int start, out int length, out string what)
    {
        for (int from = 0; ;)
        {
            int next = text[from..].IndexOfAny(TokenBytes);
            if (next < 0)
            {
                (start, length, what) = (0, 0, "");
                return false;
            }

            start = from + next;
            ReadOnlySpan<byte> token = TokenAt(text[start..]).TrimEnd(".:-/"u8);
            length = token.Length;
            if (NameOf(token) is { } name)
            {
                what = name;
                return true;
            }

            from = start + Math.Max(1, TokenAt(text[start..]).Length);
        }
    }

    private static ReadOnlySpan<byte> TokenAt(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExcept(TokenBytes);
        return end < 0 ? text : text[..end];
    }

    private static string? NameOf(ReadOnlySpan<byte> token)
    {
        if (IsShape(token, "00000000-0000-0000-0000-000000000000"u8, isHexadecimal: true))
        {
            return "a UUID";
        }

        if (token.Length >= 16 && IsShape(token[..16], "0000-00-00T00:00"u8))
        {
            return "a time";
        }

        if (IsShape(token, "0000-00-00"u8) || IsShape(token, "0000/00/00"u8) || IsShape(token, "00/00/0000"u8))
        {
            return "a date";
        }

        if (IsShape(token, "00:00:00"u8) || (token.Length > 8 && IsShape(token[..8], "00:00:00"u8)))
        {
            return "a time";
        }

        // Unix time in seconds or milliseconds, of these decades.
        if (token.Length is 10 or 13 && token[0] == (byte)'1' && CountDigits(token) == token.Length)
        {
            return "a Unix time";
        }

        int separator = token.LastIndexOfAny("_-=:/"u8);
        ReadOnlySpan<byte> tail = token[(separator + 1)..];
        bool isHexadecimal = tail.Length >= 12 && CountHexadecimal(tail) == tail.Length && CountDigits(tail) is > 0 && CountDigits(tail) < tail.Length;
        return isHexadecimal ? "a hexadecimal string" : null;
    }

    private static bool IsShape(ReadOnlySpan<byte> token, ReadOnlySpan<byte> shape, bool isHexadecimal = false)
    {
        if (token.Length != shape.Length)
        {
            return false;
        }

        for (int index = 0; index < shape.Length; index++)
        {
            bool fits = shape[index] == (byte)'0' ? char.IsAsciiDigit((char)token[index]) || (isHexadecimal && char.IsAsciiHexDigit((char)token[index])) : token[index] == shape[index];
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreVolatile(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        HaveSameShape(left, right) || (IsDateWord(left) && IsDateWord(right)) || (IsId(left) && IsId(right));

    // The same but for the digits of numbers: counters, times, dates.
    private static bool HaveSameShape(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            int leftDigits = LeadingDigits(left);
            int rightDigits = LeadingDigits(right);
            if (leftDigits > 0 && rightDigits > 0)
            {
                left = left[leftDigits..];
                right = right[rightDigits..];
            }
            else if (left[0] == right[0])
            {
                left = left[1..];
                right = right[1..];
            }
            else
            {
                return false;
            }
        }

        return left.IsEmpty && right.IsEmpty;
    }

    private static bool IsDateWord(ReadOnlySpan<byte> token)
    {
        token = token.Trim(".-"u8);
        foreach (string word in DateWords)
        {
            if (Ascii.EqualsIgnoreCase(token, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsId(ReadOnlySpan<byte> token)
    {
        if (token.Length < MinimumIdLength)
        {
            return false;
        }

        int digits = CountDigits(token);
        int separators = token.Count((byte)'-') + token.Count((byte)':');
        return (digits > 0 && digits < token.Length) || CountHexadecimal(token) + separators == token.Length;
    }

    private static int LeadingDigits(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte unit in text)
        {
            count += char.IsAsciiDigit((char)unit) ? 1 : 0;
        }

        return count;
    }

    private static int CountHexadecimal(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte unit in text)
        {
            count += char.IsAsciiHexDigit((char)unit) ? 1 : 0;
        }

        return count;
    }
}
