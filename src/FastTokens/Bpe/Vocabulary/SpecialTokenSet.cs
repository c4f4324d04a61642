using System.Buffers;
using System.Text;

namespace FastTokens;

/// <summary>
/// The special tokens that an encoding is allowed to find in a text. Without one they are ordinary text, which is right for text from others:
/// no one can end a prompt by writing <c>&lt;|endoftext|&gt;</c> into it. Immutable and safe for concurrent use.
/// </summary>
public sealed class SpecialTokenSet
{
    private readonly string[] _tokens;
    private readonly char[][] _utf16Tokens;
    private readonly byte[][] _utf8Tokens;
    private readonly int[] _ids;
    private readonly SearchValues<char> _firstChars;
    private readonly SearchValues<byte> _firstBytes;

    internal SpecialTokenSet(BpeTokenizer tokenizer, List<string> tokens)
    {
        Tokenizer = tokenizer;

        // The longest first: it wins where two begin at the same place.
        tokens.Sort(static (first, second) => second.Length != first.Length ? second.Length - first.Length : string.CompareOrdinal(first, second));
        _tokens = [.. tokens];
        _utf16Tokens = new char[_tokens.Length][];
        _utf8Tokens = new byte[_tokens.Length][];
        _ids = new int[_tokens.Length];
        char[] firstChars = new char[_tokens.Length];
        byte[] firstBytes = new byte[_tokens.Length];
        for (int index = 0; index < _tokens.Length; index++)
        {
            _utf16Tokens[index] = _tokens[index].ToCharArray();
            _utf8Tokens[index] = Encoding.UTF8.GetBytes(_tokens[index]);
            _ids[index] = tokenizer.SpecialTokens[_tokens[index]];
            firstChars[index] = _tokens[index][0];
            firstBytes[index] = _utf8Tokens[index][0];
        }

        _firstChars = SearchValues.Create(firstChars);
        _firstBytes = SearchValues.Create(firstBytes);
    }

    /// <summary>Gets the number of tokens in the set.</summary>
    public int Count => _tokens.Length;

    /// <summary>The encoding whose tokens these are.</summary>
    internal BpeTokenizer Tokenizer { get; }

    /// <summary>Returns whether a token is in the set.</summary>
    public bool Contains(string token) => Array.IndexOf(_tokens, token) >= 0;

    /// <summary>Finds the first special token of a text; -1 if there is none.</summary>
    internal int IndexIn(ReadOnlySpan<char> text, out int length, out int id) => IndexIn(text, _firstChars, _utf16Tokens, out length, out id);

    /// <summary>Finds the first special token of a text; -1 if there is none.</summary>
    internal int IndexIn(ReadOnlySpan<byte> utf8Text, out int length, out int id) => IndexIn(utf8Text, _firstBytes, _utf8Tokens, out length, out id);

    private int IndexIn<TUnit>(ReadOnlySpan<TUnit> text, SearchValues<TUnit> firstUnits, TUnit[][] tokens, out int length, out int id)
        where TUnit : unmanaged, IEquatable<TUnit>
    {
        for (int index = 0; index < text.Length; index++)
        {
            int next = text[index..].IndexOfAny(firstUnits);
            if (next < 0)
            {
                break;
            }

            index += next;
            for (int token = 0; token < tokens.Length; token++)
            {
                if (text[index..].StartsWith(tokens[token]))
                {
                    length = tokens[token].Length;
                    id = _ids[token];
                    return index;
                }
            }
        }

        length = 0;
        id = 0;
        return -1;
    }
}
