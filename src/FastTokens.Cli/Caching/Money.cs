using System.Globalization;

namespace FastTokens.Cli;

/// <summary>Writes amounts.</summary>
internal static class Money
{
    /// <summary>Returns an amount in US dollars with as many decimals as it needs: <c>$2.91</c>, <c>$0.0042</c>; a dash where it is unknown.</summary>
    public static string Format(decimal? amount) => amount switch
    {
        null => ReportTable.NoValue,
        0 => "$0.00",
        < 0 => $"-{Format(-amount)}",
        >= 0.1m => string.Create(CultureInfo.InvariantCulture, $"${amount:0.00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${amount:0.0000}"),
    };

    /// <summary>Returns an amount as a number of JSON, rounded to a millionth of a cent.</summary>
    public static decimal? Rounded(decimal? amount) => amount is { } known ? decimal.Round(known, 8) : null;
}
