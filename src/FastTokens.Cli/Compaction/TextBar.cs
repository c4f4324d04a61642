using System.Text;

namespace FastTokens.Cli;

/// <summary>Draws shares as bars of characters.</summary>
internal static class TextBar
{
    private const char Empty = '·';

    /// <summary>Returns a bar of one share.</summary>
    public static string Of(long part, long whole, int width) => Of(whole, width, ('█', part));

    /// <summary>Returns a bar of several parts behind one another, each with its character; what is more than the whole is cut off.</summary>
    public static string Of(long whole, int width, params ReadOnlySpan<(char Character, long Part)> parts)
    {
        StringBuilder bar = new(width);
        long sum = 0;
        foreach ((char character, long part) in parts)
        {
            sum += part;
            int end = whole <= 0 ? 0 : (int)Math.Min(width, Math.Round((double)sum * width / whole));
            bar.Append(character, Math.Max(0, end - bar.Length));
        }

        return bar.Append(Empty, width - bar.Length).ToString();
    }
}
