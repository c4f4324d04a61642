using System.Text;
using System.Text.RegularExpressions;

namespace FastTokens.Generators;

/// <summary>Finds where the tokens of a text begin. Slow and simple: it serves to learn from, not to count.</summary>
/// <remarks>
/// The patterns are those that the encodings were published with; a possessive quantifier is an atomic group here. .NET matches
/// UTF-16 code units, so pieces at supplementary characters can differ from the reference; what is learned is of ASCII.
/// </remarks>
internal sealed class TokenBoundaries
{
    private const string Cl100kPattern =
        @"'(?i:[sdmt]|ll|ve|re)|(?>[^\r\n\p{L}\p{N}]?)(?>\p{L}+)|(?>\p{N}{1,3})| ?(?>[^\s\p{L}\p{N}]+)(?>[\r\n]*)|(?>\s+)\z|\s*[\r\n]|\s+(?!\S)|\s";

    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string Contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";

    private const string O200kPattern =
        @"[^\r\n\p{L}\p{N}]?" + Upper + "*" + Lower + "+" + Contraction
        + @"|[^\r\n\p{L}\p{N}]?" + Upper + "+" + Lower + "*" + Contraction
        + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const int LongestCachedPiece = 64;

    private readonly Regex _pattern;
    private readonly BytePairMerger _merger;
    private readonly Dictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cached;

    public TokenBoundaries(PublishedVocabulary vocabulary)
    {
        string pattern = vocabulary.Name switch
        {
            "o200k_base" => O200kPattern,
            "cl100k_base" => Cl100kPattern,
            _ => throw new ArgumentException($"no pattern is known for {vocabulary.Name}", nameof(vocabulary)),
        };
        _pattern = new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant);
        _merger = new BytePairMerger(vocabulary);
        _cached = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Marks each UTF-16 code unit at which a token begins; one that begins inside a character marks that character.</summary>
    /// <returns>The number of tokens.</returns>
    public int Mark(string text, Span<bool> begins)
    {
        begins[..text.Length].Clear();
        int count = 0;
        foreach (ValueMatch match in _pattern.EnumerateMatches(text))
        {
            int[] starts = StartsOf(text.AsSpan(match.Index, match.Length));
            count += starts.Length;
            foreach (int start in starts)
            {
                begins[match.Index + start] = true;
            }
        }

        return count;
    }

    private int[] StartsOf(ReadOnlySpan<char> piece)
    {
        if (_cached.TryGetValue(piece, out int[]? known))
        {
            return known;
        }

        byte[] utf8 = new byte[Encoding.UTF8.GetMaxByteCount(piece.Length)];
        int length = Encoding.UTF8.GetBytes(piece, utf8);
        ReadOnlySpan<int> byteStarts = _merger.Split(Encoding.Latin1.GetString(utf8, 0, length));
        int[] starts = ToCharacterStarts(piece, byteStarts);
        if (piece.Length <= LongestCachedPiece)
        {
            _cached[piece] = starts;
        }

        return starts;
    }

    /// <summary>Turns offsets in UTF-8 into offsets in UTF-16, each that of the character around it.</summary>
    private static int[] ToCharacterStarts(ReadOnlySpan<char> piece, ReadOnlySpan<int> byteStarts)
    {
        int[] starts = new int[byteStarts.Length];
        int token = 0;
        int position = 0;
        int byteEnd = 0;
        while (position < piece.Length)
        {
            Rune.DecodeFromUtf16(piece[position..], out Rune rune, out int consumed);
            byteEnd += rune.Utf8SequenceLength;
            while (token < starts.Length && byteStarts[token] < byteEnd)
            {
                starts[token++] = position;
            }

            position += consumed;
        }

        return starts;
    }
}
