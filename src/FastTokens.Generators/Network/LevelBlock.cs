namespace FastTokens.Generators;

/// <summary>
/// A block of the matrix: letters or others after letters or others. Equal rows are one group, and equal columns are: the network needs a
/// mask for each group only.
/// </summary>
internal sealed class LevelBlock
{
    public const int Bits = 3;

    private readonly BigramLevelMatrix _matrix;

    public LevelBlock(string name, BigramLevelMatrix matrix, IReadOnlyList<int> previous, IReadOnlyList<int> current)
    {
        Name = name;
        _matrix = matrix;
        Rows = [.. previous.GroupBy(row => string.Concat(current.Select(column => matrix[row, column]))).Select(group => group.ToArray())];
        Columns = [.. current.GroupBy(column => string.Concat(previous.Select(row => matrix[row, column]))).Select(group => group.ToArray())];
    }

    public string Name { get; }

    /// <summary>The groups of classes before.</summary>
    public int[][] Rows { get; }

    /// <summary>The groups of classes.</summary>
    public int[][] Columns { get; }

    /// <summary>Writes the sums of the block: for each bit, where a column's mask meets a mask of one of the rows that set the bit.</summary>
    /// <returns>The mask of each bit; <see langword="null"/> where no pair sets it. It holds within the block only: rows outside it do not matter.</returns>
    public string?[] Emit(MaskEmitter emitter, Func<int[], string> rowMask, Func<int[], string> columnMask)
    {
        string[] rows = [.. Rows.Select(rowMask)];
        List<IReadOnlyCollection<string>> unions = [];
        List<bool> inverted = [];
        foreach (int[] column in Columns)
        {
            for (int bit = 0; bit < Bits; bit++)
            {
                bool[] set = [.. Rows.Select(row => (_matrix[row[0], column[0]] >> bit & 1) != 0)];
                bool invert = set.Count(member => member) * 2 > set.Length;
                unions.Add([.. rows.Where((_, row) => set[row] != invert)]);
                inverted.Add(invert);
            }
        }

        string?[] masks = SetUnions.Emit(emitter, unions);
        string?[] sums = new string?[Bits];
        for (int column = 0; column < Columns.Length; column++)
        {
            string present = columnMask(Columns[column]);
            for (int bit = 0; bit < Bits; bit++)
            {
                int union = (column * Bits) + bit;
                string? product = (masks[union], inverted[union]) switch
                {
                    (null, false) => null,
                    (null, true) => present,
                    ({ } members, false) => emitter.And(present, members),
                    ({ } rest, true) => emitter.AndNot(present, rest),
                };
                if (product is not null)
                {
                    sums[bit] = sums[bit] is { } sum ? emitter.Or([sum, product]) : product;
                }
            }
        }

        return sums;
    }
}
