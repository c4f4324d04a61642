using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>Looks into logs, whose members may be missing or of another kind.</summary>
internal static class LogJson
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    public static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool IsTrue(this JsonElement? element) => element is { ValueKind: JsonValueKind.True };

    public static byte[] Utf8(this JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    /// <summary>Returns a time: ISO 8601, RFC 1123, or seconds or milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement? element)
    {
        if (element is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double seconds) && seconds is > 0 and < 1e14)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds > 1e11 ? seconds / 1000 : seconds);
        }

        return DateTimeOffset.TryParse(element.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;
    }
}
