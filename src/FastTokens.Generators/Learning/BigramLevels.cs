using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>
/// The bigram levels: for each pair of classes the probability that a token begins at the second, in sevenths.
/// </summary>
/// <remarks>
/// Rows and columns are grouped, because a table of few distinct ones becomes a small Boolean network. Pairs of letters are what tells
/// words from noise and get the most groups; next to another character all letters behave alike.
/// </remarks>
internal static class BigramLevels
{
    public const string Path = "bigram-levels.txt";
    public const int Highest = 7;

    private const int Seeds = 40;

    // Groups of each side of a block. 16 for letters costs 0.1 points of mean error against all 26, and halves the network.
    private const int LettersAmongLetters = 16;
    private const int LettersBesideOthers = 1;
    private const int Others = 10;

    /// <summary>Returns the levels by previous class (with the one of what is not ASCII) and class.</summary>
    public static int[,] Build(BigramStatistics statistics)
    {
        List<int> letters = [];
        List<int> others = [];
        for (int bigramClass = 0; bigramClass < BigramClasses.Count; bigramClass++)
        {
            if (BigramClasses.IsLetter(bigramClass))
            {
                letters.Add(bigramClass);
            }
            else if (IsSeen(statistics, bigramClass))
            {
                others.Add(bigramClass);
            }
        }

        double[,] probabilities = new double[BigramClasses.Count, BigramClasses.Count];
        for (int previous = 0; previous < BigramClasses.Count; previous++)
        {
            for (int current = 0; current < BigramClasses.Count; current++)
            {
                probabilities[previous, current] = statistics.ProbabilityOf(previous, current);
            }
        }

        SmoothBlock(statistics, probabilities, letters, letters, LettersAmongLetters, LettersAmongLetters);
        SmoothBlock(statistics, probabilities, others, letters, Others, LettersBesideOthers);
        SmoothBlock(statistics, probabilities, letters, others, LettersBesideOthers, Others);
        SmoothBlock(statistics, probabilities, others, others, Others, Others);

        int[,] levels = new int[BigramClasses.Count, BigramClasses.AsciiCount];
        for (int previous = 0; previous < BigramClasses.Count; previous++)
        {
            for (int current = 0; current < BigramClasses.AsciiCount; current++)
            {
                // A control character is a token of its own; there are too few of them to learn that from.
                double probability = current == BigramClasses.Control ? 1 : probabilities[previous, current];
                levels[previous, current] = (int)Math.Round(Math.Clamp(probability, 0, 1) * Highest);
            }
        }

        return levels;
    }

    /// <summary>Returns the file: a row for each previous class, its code and a digit for each class.</summary>
    public static string Format(int[,] levels, string header)
    {
        StringBuilder text = new(header);
        for (int previous = 0; previous < BigramClasses.Count; previous++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{BigramClasses.CodeOf(previous):X2} ");
            for (int current = 0; current < BigramClasses.AsciiCount; current++)
            {
                text.Append((char)('0' + levels[previous, current]));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static bool IsSeen(BigramStatistics statistics, int bigramClass)
    {
        for (int other = 0; other < BigramClasses.Count; other++)
        {
            if (statistics.ImportanceOf(bigramClass, other) > 0 || statistics.ImportanceOf(other, bigramClass) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void SmoothBlock(BigramStatistics statistics, double[,] probabilities, List<int> rows, List<int> columns, int rowGroups, int columnGroups)
    {
        double[,] weights = new double[rows.Count, columns.Count];
        double[,] values = new double[rows.Count, columns.Count];
        double total = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                weights[row, column] = statistics.ImportanceOf(rows[row], columns[column]);
                values[row, column] = statistics.ProbabilityOf(rows[row], columns[column]);
                total += weights[row, column];
            }
        }

        // Pairs never seen go where their row and column go, if they may choose.
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                weights[row, column] += 1e-7 * total;
            }
        }

        double[,] smooth = CoClustering.Smooth(weights, values, rowGroups, columnGroups, Seeds);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                probabilities[rows[row], columns[column]] = smooth[row, column];
            }
        }
    }
}
