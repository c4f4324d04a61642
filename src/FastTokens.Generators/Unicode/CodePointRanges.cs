using System.Globalization;

namespace FastTokens.Generators;

/// <summary>A line of a property file: the code points from <paramref name="First"/> to <paramref name="Last"/> have the value.</summary>
internal readonly record struct CodePointRange(int First, int Last, string Value, int Line);

/// <summary>Reads property files: <c>first..last ; value</c> a line, hexadecimal, comments behind <c>#</c>.</summary>
internal static class CodePointRanges
{
    public const int CodePointCount = 0x110000;

    /// <exception cref="InvalidDataException">A line is wrong; the message names file, line and reason.</exception>
    public static IReadOnlyList<CodePointRange> Parse(GeneratorInput input)
    {
        List<CodePointRange> ranges = [];
        int number = 0;
        foreach (string line in input.ReadLines())
        {
            number++;
            ReadOnlySpan<char> content = line.AsSpan();
            int comment = content.IndexOf('#');
            content = (comment < 0 ? content : content[..comment]).Trim();
            if (!content.IsEmpty)
            {
                ranges.Add(ParseLine(input, content, number));
            }
        }

        return ranges;
    }

    /// <summary>Returns the error of a line of an input.</summary>
    public static InvalidDataException Wrong(GeneratorInput input, int line, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Data/{input.Path}, line {line}: {reason}."));

    private static CodePointRange ParseLine(GeneratorInput input, ReadOnlySpan<char> content, int line)
    {
        int separator = content.IndexOf(';');
        int dots = content.IndexOf("..", StringComparison.Ordinal);
        if (separator < 0 || dots < 0 || dots > separator)
        {
            throw Wrong(input, line, "it is not 'first..last ; value'");
        }

        int first = ParseCodePoint(input, content[..dots].Trim(), line);
        int last = ParseCodePoint(input, content[(dots + 2)..separator].Trim(), line);
        ReadOnlySpan<char> value = content[(separator + 1)..].Trim();
        return first > last ? throw Wrong(input, line, "the range ends before it begins")
            : value.IsEmpty ? throw Wrong(input, line, "there is no value")
            : new CodePointRange(first, last, value.ToString(), line);
    }

    private static int ParseCodePoint(GeneratorInput input, ReadOnlySpan<char> digits, int line) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int codePoint) && codePoint is >= 0 and < CodePointCount
            ? codePoint
            : throw Wrong(input, line, $"'{digits}' is not a code point");
}
