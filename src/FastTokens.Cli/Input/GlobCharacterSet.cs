using System.Diagnostics.CodeAnalysis;

namespace FastTokens.Cli;

/// <summary>A set in brackets: <c>[abc]</c>, <c>[a-z]</c>, <c>[!0-9]</c>, <c>[[:alpha:]_]</c>.</summary>
internal sealed class GlobCharacterSet
{
    private readonly bool _isNegated;
    private readonly List<(char First, char Last)> _ranges = [];
    private readonly List<Func<char, bool>> _classes = [];

    private GlobCharacterSet(bool isNegated) => _isNegated = isNegated;

    /// <summary>Parses a set whose opening bracket is behind the reader; false if it is not closed or names an unknown class.</summary>
    public static bool TryParse(ReadOnlySpan<char> pattern, ref int position, [NotNullWhen(true)] out GlobCharacterSet? set)
    {
        set = null;
        bool isNegated = position < pattern.Length && pattern[position] is '!' or '^';
        GlobCharacterSet parsed = new(isNegated);
        if (isNegated)
        {
            position++;
        }

        // The first character of a set is never its end: "[]a]" holds a bracket. A hyphen is a range only between two characters.
        int start = position;
        char? previous = null;
        while (position < pattern.Length)
        {
            char character = pattern[position];
            if (character == ']' && position > start)
            {
                position++;
                set = parsed;
                return true;
            }

            if (character == '[' && TryReadClassName(pattern, position, out ReadOnlySpan<char> className))
            {
                if (ClassOf(className) is not { } characterClass)
                {
                    return false;
                }

                parsed._classes.Add(characterClass);
                position += className.Length + "[::]".Length;
                previous = null;
                continue;
            }

            bool isRange = character == '-' && previous is not null && position + 1 < pattern.Length && pattern[position + 1] != ']';
            if (isRange)
            {
                position++;
            }

            if (!TryReadCharacter(pattern, ref position, out char read))
            {
                return false;
            }

            parsed._ranges.Add((isRange ? previous!.Value : read, read));
            previous = isRange ? null : read;
        }

        return false;
    }

    public bool Contains(char character, bool ignoreCase)
    {
        bool isInSet = ContainsExactly(character)
            || (ignoreCase && (ContainsExactly(char.ToUpperInvariant(character)) || ContainsExactly(char.ToLowerInvariant(character))));
        return isInSet != _isNegated;
    }

    private bool ContainsExactly(char character)
    {
        foreach ((char first, char last) in _ranges)
        {
            if (character >= first && character <= last)
            {
                return true;
            }
        }

        foreach (Func<char, bool> characterClass in _classes)
        {
            if (characterClass(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadCharacter(ReadOnlySpan<char> pattern, ref int position, out char character)
    {
        bool isEscaped = pattern[position] == '\\';
        if (isEscaped)
        {
            position++;
        }

        character = position < pattern.Length ? pattern[position] : '\0';
        return position++ < pattern.Length;
    }

    // "[:" opens a class only if the next "]" follows a colon; otherwise both are plain characters.
    private static bool TryReadClassName(ReadOnlySpan<char> pattern, int position, out ReadOnlySpan<char> name)
    {
        name = default;
        ReadOnlySpan<char> rest = pattern[position..];
        if (!rest.StartsWith("[:"))
        {
            return false;
        }

        int end = rest.IndexOf(']');
        if (end <= "[:".Length || rest[end - 1] != ':')
        {
            return false;
        }

        name = rest[2..(end - 1)];
        return true;
    }

    private static Func<char, bool>? ClassOf(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => char.IsAsciiLetterOrDigit,
        "alpha" => char.IsAsciiLetter,
        "blank" => character => character is ' ' or '\t',
        "cntrl" => character => character is < ' ' or '\x7f',
        "digit" => char.IsAsciiDigit,
        "graph" => character => character is > ' ' and < '\x7f',
        "lower" => char.IsAsciiLetterLower,
        "print" => character => character is >= ' ' and < '\x7f',
        "punct" => character => character is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(character),
        "space" => character => character is ' ' or (>= '\t' and <= '\r'),
        "upper" => char.IsAsciiLetterUpper,
        "xdigit" => char.IsAsciiHexDigit,
        _ => null,
    };
}
