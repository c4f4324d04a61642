using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>
/// The bigram levels as a network of mask operations: three bits of a level, for all characters of a vector at once. It is a sum over
/// the current classes of the current class's mask and the union of the classes before it that set the bit.
/// </summary>
internal sealed class BigramLevelsFile : IGeneratedFile
{
    private const int Bits = 3;

    public string Path => "src/FastTokens/Generated/BigramLevels.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        GeneratorInput input = inputs.Get(BigramLevelMatrix.Path);
        BigramLevelMatrix matrix = BigramLevelMatrix.Read(input);
        MaskEmitter emitter = new();
        EmitNetwork(emitter, matrix);

        StringBuilder text = new();
        text.Append(GeneratedHeader.For(input));
        text.Append(CultureInfo.InvariantCulture, $$"""

            using System.Runtime.CompilerServices;

            namespace FastTokens;

            internal static class BigramLevels<TOps, TVector>
                where TOps : struct, IScanOps<TVector>
                where TVector : unmanaged
            {
                /// <summary>Writes the {{Bits}} bits of the levels of a vector of characters; {{emitter.OperationCount}} operations.</summary>
                [SkipLocalsInit]
                internal static unsafe void Compute(TVector* c, TVector* p, TVector* levels)
                {
            {{emitter.Text}}    }

                /// <summary>The level of each ASCII class after each class, a row for each class before.</summary>
                internal static ReadOnlySpan<byte> Matrix =>
                [

            """);
        foreach (int previous in BigramLevelMatrix.PreviousClasses)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {string.Join(",", BigramLevelMatrix.Classes.Select(current => matrix[previous, current]))},\n");
        }

        return text.Append("    ];\n}\n").ToString();
    }

    private static void EmitNetwork(MaskEmitter emitter, BigramLevelMatrix matrix)
    {
        AsciiDecoder current = new(emitter, "c");
        AsciiDecoder previous = new(emitter, "p");
        int[] letters = [.. BigramLevelMatrix.Classes.Where(BigramLevelMatrix.IsLetter)];
        int[] others = [.. BigramLevelMatrix.Classes.Where(code => !BigramLevelMatrix.IsLetter(code))];
        int[] othersBefore = [.. others, BigramLevelMatrix.NonAscii];
        string letterBefore = previous.Letter;
        string letterNow = current.LetterRow;

        string?[] letterAfterLetter = EmitBlock(emitter, matrix, letters, letters, Places(emitter, previous), Places(emitter, current));
        string?[] letterAfterOther = EmitBlock(emitter, matrix, othersBefore, letters, previous.NonLetters, Places(emitter, current));
        string?[] otherAfterLetter = EmitBlock(emitter, matrix, letters, others, Places(emitter, previous), current.NonLetters);
        string?[] otherAfterOther = EmitBlock(emitter, matrix, othersBefore, others, previous.NonLetters, current.NonLetters);
        for (int bit = 0; bit < Bits; bit++)
        {
            // Where a union was inverted, the masks of the classes before say nothing of the other block: each block is cut out.
            string? afterLetter = emitter.SumOfProducts(otherAfterLetter[bit], letterAfterLetter[bit] is { } letter ? [(letter, letterNow)] : []);
            string? afterOther = emitter.SumOfProducts(otherAfterOther[bit], letterAfterOther[bit] is { } other ? [(other, letterNow)] : []);
            List<string> parts = [];
            if (afterLetter is not null)
            {
                parts.Add(emitter.And(afterLetter, letterBefore));
            }

            if (afterOther is not null)
            {
                parts.Add(emitter.AndNot(afterOther, letterBefore));
            }

            emitter.Store("levels", bit, parts.Count == 0 ? emitter.And(letterNow, emitter.Not(letterNow)) : emitter.Or(parts));
        }
    }

    private static Func<IEnumerable<int>, string> Places(MaskEmitter emitter, AsciiDecoder decoder) =>
        codes => emitter.Or(codes.Select(code => decoder.Place(code & 31)));

    /// <summary>Writes the sums of one block of the matrix, one for each bit.</summary>
    private static string?[] EmitBlock(
        MaskEmitter emitter,
        BigramLevelMatrix matrix,
        int[] rows,
        int[] columns,
        Func<IEnumerable<int>, string> rowMask,
        Func<IEnumerable<int>, string> columnMask)
    {
        // Equal rows are one mask, and equal columns are.
        int[][] rowGroups = [.. rows.GroupBy(row => string.Concat(columns.Select(column => matrix[row, column]))).Select(group => group.ToArray())];
        int[][] columnGroups = [.. columns.GroupBy(column => string.Concat(rows.Select(row => matrix[row, column]))).Select(group => group.ToArray())];
        string[] rowMasks = [.. rowGroups.Select(rowMask)];
        string[] columnMasks = [.. columnGroups.Select(columnMask)];

        List<IReadOnlyCollection<string>> unions = [];
        List<bool> inverted = [];
        foreach (int[] column in columnGroups)
        {
            for (int bit = 0; bit < Bits; bit++)
            {
                bool[] set = [.. rowGroups.Select(row => (matrix[row[0], column[0]] >> bit & 1) != 0)];
                bool invert = set.Count(member => member) * 2 > set.Length;
                unions.Add([.. rowMasks.Where((_, row) => set[row] != invert)]);
                inverted.Add(invert);
            }
        }

        string?[] masks = SetUnions.Emit(emitter, unions);
        string?[] sums = new string?[Bits];
        for (int column = 0; column < columnGroups.Length; column++)
        {
            for (int bit = 0; bit < Bits; bit++)
            {
                string? mask = masks[(column * Bits) + bit];
                sums[bit] = (mask, inverted[(column * Bits) + bit]) switch
                {
                    (null, false) => sums[bit],
                    (null, true) => emitter.SumOfProducts(sums[bit], [(columnMasks[column], columnMasks[column])]),
                    ({ } members, false) => emitter.SumOfProducts(sums[bit], [(columnMasks[column], members)]),
                    ({ } rest, true) => emitter.SumOfProducts(sums[bit], [(columnMasks[column], emitter.Not(rest))]),
                };
            }
        }

        return sums;
    }
}
