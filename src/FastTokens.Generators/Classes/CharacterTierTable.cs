using System.Globalization;

namespace FastTokens.Generators;

/// <summary>
/// How readily published vocabularies merge a non-ASCII character with its neighbours: 0 where it takes three tokens or more by itself,
/// 1 where it takes two, from 2 on by the number of longer tokens that hold it. Made by <c>learn</c>.
/// </summary>
internal sealed class CharacterTierTable
{
    private const int TierCount = 7;
    private const int PageLength = 64;

    private readonly byte[] _tiers = new byte[CodePointRanges.CodePointCount];

    /// <summary>Reads lines of a first code point and the 64 digits of its page; pages that are left out have tier 0.</summary>
    /// <exception cref="InvalidDataException">A line is wrong; the message names it.</exception>
    public static CharacterTierTable Read(GeneratorInput input)
    {
        CharacterTierTable tiers = new();
        int number = 0;
        foreach (string line in input.ReadLines())
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] parts = line.Split(' ');
            if (parts.Length != 2 || parts[1].Length != PageLength
                || !int.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int first)
                || first % PageLength != 0 || first + PageLength > CodePointRanges.CodePointCount)
            {
                throw new InvalidDataException($"{input.Path}, line {number}: not a page's first code point and {PageLength} digits.");
            }

            for (int place = 0; place < PageLength; place++)
            {
                int tier = parts[1][place] - '0';
                if (tier is < 0 or >= TierCount)
                {
                    throw new InvalidDataException($"{input.Path}, line {number}: '{parts[1][place]}' is no tier from 0 to {TierCount - 1}.");
                }

                tiers._tiers[first + place] = (byte)tier;
            }
        }

        return tiers;
    }

    public int this[int codePoint] => _tiers[codePoint];
}
