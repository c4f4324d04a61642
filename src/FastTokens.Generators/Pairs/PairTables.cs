using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>
/// What is learned of pairs of neighbours, in whole numbers: a code for each character as the one before and as the one itself, the
/// factors of each code, and what a unit of each product of factors costs in each family.
/// </summary>
internal sealed class PairTables
{
    public const string Path = "pair-tables.txt";

    /// <summary>Codes of each side: a look-up has as many entries.</summary>
    public const int CodeCount = 16;

    public const int HighestFactor = 15;

    private const int AsciiCount = 0x80;

    private PairTables(int[] previousCodes, int[] currentCodes, int[][] previous, int[][] current, IReadOnlyDictionary<string, double[]> weights)
    {
        PreviousCodes = previousCodes;
        CurrentCodes = currentCodes;
        Previous = previous;
        Current = current;
        Weights = weights;
    }

    /// <summary>The code of each ASCII character as the one before, and of all that is not ASCII as the last.</summary>
    public int[] PreviousCodes { get; }

    /// <summary>The code of each ASCII character, from 1 on.</summary>
    public int[] CurrentCodes { get; }

    /// <summary>The factors of each code before.</summary>
    public int[][] Previous { get; }

    /// <summary>The factors of each code; of code 0, none.</summary>
    public int[][] Current { get; }

    /// <summary>Tokens a unit of each product, by family: what the factors were fitted with, and a prior for the weights.</summary>
    public IReadOnlyDictionary<string, double[]> Weights { get; }

    /// <summary>Rounds factors, each scaled to the whole range.</summary>
    public static PairTables Of(PairFactors factors, int[] previousGroups, int[] currentGroups)
    {
        (int[][] previous, double[] previousUnits) = Round(factors.Previous, factors.Count, previousGroups, first: 0, PairClasses.Count);
        (int[][] current, double[] currentUnits) = Round(factors.Current, factors.Count, currentGroups, first: 1, PairClasses.NonAscii);
        Dictionary<string, double[]> weights = [];
        for (int family = 0; family < PairProblem.Families; family++)
        {
            double[] units = new double[factors.Count];
            for (int i = 0; i < units.Length; i++)
            {
                double root = factors.Weights[(family * units.Length) + i];
                units[i] = Math.Round(root * root * previousUnits[i] * currentUnits[i], 9);
            }

            weights.Add(CalibrateCommand.BuiltInFamilies[family], units);
        }

        return new PairTables(
            [.. Enumerable.Range(0, AsciiCount + 1).Select(c => previousGroups[PairClasses.Of(c)])],
            [.. Enumerable.Range(0, AsciiCount).Select(c => currentGroups[PairClasses.Of(c)] + 1)],
            previous,
            current,
            weights);
    }

    public string Format(string header)
    {
        StringBuilder text = new(header);
        for (int code = 0; code < CodeCount; code++)
        {
            text.Append(CultureInfo.InvariantCulture, $"previous {code:X} {string.Join(' ', Previous[code])}\n");
        }

        for (int code = 0; code < CodeCount; code++)
        {
            text.Append(CultureInfo.InvariantCulture, $"current {code:X} {string.Join(' ', Current[code])}\n");
        }

        for (int c = 0; c < AsciiCount; c++)
        {
            text.Append(CultureInfo.InvariantCulture, $"character {c:X2} {PreviousCodes[c]} {CurrentCodes[c]}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"character {AsciiCount:X2} {PreviousCodes[AsciiCount]} 0\n");
        foreach ((string family, double[] units) in Weights)
        {
            text.Append(CultureInfo.InvariantCulture, $"weights {family} {string.Join(' ', units.Select(unit => unit.ToString("R", CultureInfo.InvariantCulture)))}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A line is wrong or missing; the message names it.</exception>
    public static PairTables Read(GeneratorInput input)
    {
        int[][] previous = new int[CodeCount][];
        int[][] current = new int[CodeCount][];
        int[] previousCodes = new int[AsciiCount + 1];
        int[] currentCodes = new int[AsciiCount + 1];
        Dictionary<string, double[]> weights = new(StringComparer.Ordinal);
        int codes = 0;
        int characters = 0;
        int number = 0;
        foreach (string line in input.ReadLines())
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] parts = line.Split(' ');
            try
            {
                switch (parts)
                {
                    case ["previous", string code, .. string[] factors] when codes < CodeCount && Number(code, 16) == codes:
                        previous[codes++] = [.. factors.Select(factor => Number(factor, 10, HighestFactor))];
                        break;
                    case ["current", string code, .. string[] factors] when codes is >= CodeCount and < 2 * CodeCount && Number(code, 16) == codes - CodeCount:
                        current[codes++ - CodeCount] = [.. factors.Select(factor => Number(factor, 10, HighestFactor))];
                        break;
                    case ["character", string c, string before, string itself] when characters <= AsciiCount && Number(c, 16) == characters:
                        previousCodes[characters] = Number(before, 10, CodeCount - 1);
                        currentCodes[characters++] = Number(itself, 10, CodeCount - 1);
                        break;
                    case ["weights", string family, .. string[] units]:
                        weights.Add(family, [.. units.Select(unit => double.Parse(unit, NumberStyles.Float, CultureInfo.InvariantCulture))]);
                        break;
                    default:
                        throw new FormatException("not a line that belongs here");
                }
            }
            catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException)
            {
                throw new InvalidDataException($"{input.Path}, line {number}: {failure.Message}", failure);
            }
        }

        bool whole = codes == 2 * CodeCount && characters == AsciiCount + 1 && previous[0].Length > 0
            && previous.All(row => row.Length == previous[0].Length) && current.All(row => row.Length == previous[0].Length)
            && current[0].All(factor => factor == 0) && weights.Values.All(units => units.Length == previous[0].Length);
        return whole
            ? new PairTables(previousCodes, currentCodes[..AsciiCount], previous, current, weights)
            : throw new InvalidDataException($"{input.Path}: not {CodeCount} codes of each side, factors of one number for each, and {AsciiCount + 1} characters.");
    }

    private static int Number(string text, int numberBase, int highest = int.MaxValue)
    {
        int value = Convert.ToInt32(text, numberBase);
        return value >= 0 && value <= highest ? value : throw new FormatException($"'{text}' is not from 0 to {highest}");
    }

    private static (int[][] Factors, double[] Units) Round(double[] roots, int columns, int[] groups, int first, int classes)
    {
        int[][] factors = [.. Enumerable.Range(0, CodeCount).Select(_ => new int[columns])];
        double[] units = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            double Factor(int c) => roots[(c * columns) + column] * roots[(c * columns) + column];
            units[column] = Math.Max(1e-9, Enumerable.Range(0, classes).Max(Factor)) / HighestFactor;
            for (int c = 0; c < classes; c++)
            {
                factors[groups[c] + first][column] = (int)Math.Round(Factor(c) / units[column]);
            }
        }

        return (factors, units);
    }
}
