using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastTokens.Cli;

/// <summary>Makes names and messages fit on one line of a terminal.</summary>
internal static class PrintableText
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>Returns the text with control characters written as <c>\u000a</c>: a file name may hold line breaks and escape sequences.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Controls) < 0)
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 16);
        foreach (char character in text)
        {
            if (char.IsControl(character))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }
}
