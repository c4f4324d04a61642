using System.Globalization;

namespace FastTokens.Generators;

/// <summary>
/// For each pair of a class and the ASCII class after it, how likely a token begins at the second one, in sevenths. Letters are folded to
/// one case, digits to one class, brackets and braces to one, as the low five bits of their codes suggest. Made by <c>learn</c>.
/// </summary>
internal sealed class BigramLevelMatrix
{

    /// <summary>Stands for all non-ASCII classes among the classes before.</summary>
    public const int NonAscii = 0x80;

    public const int LetterCount = 26;

    private readonly Dictionary<(int Previous, int Current), int> _levels = [];

    /// <summary>One code of each ASCII class, in ascending order, as <see cref="BigramClasses"/> has them.</summary>
    public static IReadOnlyList<int> Classes { get; } = [.. Enumerable.Range(0, BigramClasses.AsciiCount).Select(BigramClasses.CodeOf)];

    /// <summary>The classes that can stand before: those of ASCII, and <see cref="NonAscii"/>.</summary>
    public static IReadOnlyList<int> PreviousClasses { get; } = [.. Classes, NonAscii];

    public static bool IsLetter(int code) => code is >= 'A' and <= 'Z';

    /// <summary>Reads a line for each class before: its code, and a digit for each class.</summary>
    /// <exception cref="InvalidDataException">A line is wrong or missing; the message names it.</exception>
    public static BigramLevelMatrix Read(GeneratorInput input)
    {
        BigramLevelMatrix matrix = new();
        int number = 0;
        int row = 0;
        foreach (string line in input.ReadLines())
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] parts = line.Split(' ');
            if (row == PreviousClasses.Count || parts.Length != 2 || parts[1].Length != Classes.Count
                || !int.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) || code != PreviousClasses[row])
            {
                throw new InvalidDataException($"{input.Path}, line {number}: not the next class and {Classes.Count} levels.");
            }

            for (int column = 0; column < Classes.Count; column++)
            {
                int level = parts[1][column] - '0';
                if (level is < 0 or > BigramLevels.Highest)
                {
                    throw new InvalidDataException($"{input.Path}, line {number}: '{parts[1][column]}' is no level from 0 to {BigramLevels.Highest}.");
                }

                matrix._levels.Add((code, Classes[column]), level);
            }

            row++;
        }

        return row == PreviousClasses.Count
            ? matrix
            : throw new InvalidDataException($"{input.Path}: {row} classes instead of {PreviousClasses.Count}.");
    }

    public int this[int previous, int current] => _levels[(previous, current)];
}
