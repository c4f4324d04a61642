using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FastTokens.Generators;

/// <summary>
/// The character tiers: how well vocabularies know a character that is not ASCII. 0: it takes three tokens or more; 1: two;
/// 2 to 6: one, and the more tokens contain it the higher, because then it is likely to share its token with its neighbours.
/// </summary>
internal static class CharacterTiers
{
    public const string Path = "character-tiers.txt";
    public const int First = 0x80;
    public const int End = 0x20000;

    private const int PageSize = 64;
    private static readonly int[] Thresholds = [2, 8, 32, 128];

    /// <summary>Returns the tier of each code point below <see cref="End"/>; of ASCII none is meant.</summary>
    public static byte[] Build(IReadOnlyList<PublishedVocabulary> vocabularies)
    {
        int[] tokensAlone = new int[End];
        int[] containing = new int[End];
        foreach (PublishedVocabulary vocabulary in vocabularies)
        {
            BytePairMerger merger = new(vocabulary);
            for (int codePoint = First; codePoint < End; codePoint++)
            {
                tokensAlone[codePoint] += TokensOf(merger, codePoint);
            }

            CountContaining(vocabulary, containing);
        }

        byte[] tiers = new byte[End];
        for (int codePoint = First; codePoint < End; codePoint++)
        {
            double alone = Math.Round((double)tokensAlone[codePoint] / vocabularies.Count);
            tiers[codePoint] = (byte)(alone >= 3 ? 0 : alone >= 2 ? 1 : 2 + Thresholds.Count(threshold => containing[codePoint] >= threshold));
        }

        return tiers;
    }

    /// <summary>Returns the file: a row for each 64 code points that are not all of tier 0, with the first of them.</summary>
    public static string Format(ReadOnlySpan<byte> tiers, string header)
    {
        StringBuilder text = new(header);
        for (int page = First; page < End; page += PageSize)
        {
            ReadOnlySpan<byte> digits = tiers.Slice(page, PageSize);
            if (!digits.ContainsAnyExcept((byte)0))
            {
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{page:X4} ");
            foreach (byte tier in digits)
            {
                text.Append((char)('0' + tier));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static int TokensOf(BytePairMerger merger, int codePoint)
    {
        Rune rune = Rune.IsValid(codePoint) ? new Rune(codePoint) : Rune.ReplacementChar;
        Span<byte> utf8 = stackalloc byte[4];
        Span<char> bytes = stackalloc char[4];
        int length = rune.EncodeToUtf8(utf8);
        Encoding.Latin1.GetChars(utf8[..length], bytes);
        return merger.Split(bytes[..length]).Length;
    }

    /// <summary>Adds, for each character, the tokens of two and more characters that contain it, white space around them not counted.</summary>
    private static void CountContaining(PublishedVocabulary vocabulary, int[] containing)
    {
        HashSet<int> characters = [];
        foreach (string token in vocabulary.Tokens)
        {
            byte[] utf8 = Encoding.Latin1.GetBytes(token);
            if (!Utf8.IsValid(utf8))
            {
                continue;
            }

            characters.Clear();
            int count = 0;
            foreach (Rune rune in Encoding.UTF8.GetString(utf8).AsSpan().Trim().EnumerateRunes())
            {
                characters.Add(rune.Value);
                count++;
            }

            if (count < 2)
            {
                continue;
            }

            foreach (int character in characters)
            {
                if (character is >= First and < End)
                {
                    containing[character]++;
                }
            }
        }
    }
}
