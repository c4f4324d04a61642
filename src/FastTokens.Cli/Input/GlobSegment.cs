using System.Diagnostics.CodeAnalysis;

namespace FastTokens.Cli;

/// <summary>The part of a glob between two slashes.</summary>
internal sealed class GlobSegment
{
    private readonly Token[] _tokens;
    private readonly bool _ignoreCase;

    private GlobSegment(Token[] tokens, bool ignoreCase, bool isDoubleStar)
    {
        _tokens = tokens;
        _ignoreCase = ignoreCase;
        IsDoubleStar = isDoubleStar;
    }

    private enum TokenKind
    {
        Literal,
        AnyCharacter,
        AnyText,
        Set,
    }

    /// <summary>Whether the segment consists of nothing but two or more asterisks.</summary>
    public bool IsDoubleStar { get; }

    /// <summary>Parses up to the next slash and moves behind it, or behind the end of the pattern plus one.</summary>
    public static bool TryParse(ReadOnlySpan<char> pattern, ref int position, bool ignoreCase, [NotNullWhen(true)] out GlobSegment? segment)
    {
        segment = null;
        List<Token> tokens = [];
        int starCount = 0;
        while (position < pattern.Length && pattern[position] != '/')
        {
            char character = pattern[position++];
            switch (character)
            {
                case '*':
                    starCount++;
                    if (tokens is not [.., { Kind: TokenKind.AnyText }])
                    {
                        tokens.Add(new Token(TokenKind.AnyText));
                    }

                    break;
                case '?':
                    tokens.Add(new Token(TokenKind.AnyCharacter));
                    break;
                case '[':
                    if (!GlobCharacterSet.TryParse(pattern, ref position, out GlobCharacterSet? set))
                    {
                        return false;
                    }

                    tokens.Add(new Token(TokenKind.Set, Set: set));
                    break;
                case '\\' when position == pattern.Length:
                    return false;
                case '\\' when pattern[position] == '/':
                    break; // An escaped slash is a slash.
                case '\\':
                    tokens.Add(new Token(TokenKind.Literal, pattern[position++]));
                    break;
                default:
                    tokens.Add(new Token(TokenKind.Literal, character));
                    break;
            }
        }

        segment = new GlobSegment([.. tokens], ignoreCase, isDoubleStar: starCount >= 2 && tokens.Count == 1);
        position++;
        return true;
    }

    /// <summary>Returns whether the whole text, which holds no slash, matches.</summary>
    /// <remarks>Greedy with one backtracking point, for the reason given at <see cref="GlobPattern.IsMatch"/>.</remarks>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        int token = 0;
        int position = 0;
        int retryToken = -1;
        int retryPosition = 0;
        while (token < _tokens.Length || position < text.Length)
        {
            if (token < _tokens.Length && _tokens[token].Kind == TokenKind.AnyText)
            {
                retryToken = ++token;
                retryPosition = position;
            }
            else if (token < _tokens.Length && position < text.Length && MatchesCharacter(_tokens[token], text[position..], out int length))
            {
                token++;
                position += length;
            }
            else if (retryToken >= 0 && retryPosition < text.Length)
            {
                position = ++retryPosition;
                token = retryToken;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private bool MatchesCharacter(Token token, ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        char character = text[0];
        switch (token.Kind)
        {
            case TokenKind.AnyCharacter:
                length = text.Length > 1 && char.IsSurrogatePair(character, text[1]) ? 2 : 1;
                return true;
            case TokenKind.Set:
                return token.Set!.Contains(character, _ignoreCase);
            default:
                return character == token.Literal
                    || (_ignoreCase && char.ToUpperInvariant(character) == char.ToUpperInvariant(token.Literal));
        }
    }

    private readonly record struct Token(TokenKind Kind, char Literal = '\0', GlobCharacterSet? Set = null);
}
