using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>
/// The bigram levels as a network of mask operations: three bits of a level, for all characters of a vector at once. Two methods
/// decode the classes of the characters before and of the characters themselves into the masks that the blocks need; a method a block
/// sums up where they meet. The methods are apart so that what each needs at a time fits into registers.
/// </summary>
internal sealed class BigramLevelsFile : IGeneratedFile
{
    public string Path => "src/FastTokens/Generated/BigramLevels.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        GeneratorInput input = inputs.Get(BigramLevels.Path);
        BigramLevelMatrix matrix = BigramLevelMatrix.Read(input);
        int[] letters = [.. BigramLevelMatrix.Classes.Where(BigramLevelMatrix.IsLetter)];
        int[] others = [.. BigramLevelMatrix.Classes.Where(code => !BigramLevelMatrix.IsLetter(code))];
        int[] othersBefore = [.. others, BigramLevelMatrix.NonAscii];
        LevelBlock[] blocks =
        [
            new("LetterAfterLetter", matrix, letters, letters),
            new("LetterAfterOther", matrix, othersBefore, letters),
            new("OtherAfterLetter", matrix, letters, others),
            new("OtherAfterOther", matrix, othersBefore, others),
        ];

        Scratch scratch = new();
        StringBuilder methods = new();
        int operations = AppendDecode(methods, scratch, "Previous", "p", blocks.SelectMany(block => block.Rows));
        operations += AppendDecode(methods, scratch, "Current", "c", blocks.SelectMany(block => block.Columns));
        foreach (LevelBlock block in blocks)
        {
            operations += AppendBlock(methods, scratch, block);
        }

        MaskEmitter compute = new();
        EmitCompute(compute, scratch);
        operations += compute.OperationCount;

        StringBuilder text = new();
        text.Append(GeneratedHeader.For(input));
        text.Append(CultureInfo.InvariantCulture, $$"""

            using System.Runtime.CompilerServices;

            namespace FastTokens;

            /// <summary>The level of each ASCII class after each class.</summary>
            internal static class BigramLevelTable
            {
                /// <summary>Masks that the network keeps in scratch memory.</summary>
                internal const int ScratchCount = {{scratch.Count}};

                /// <summary>A row for each class before.</summary>
                internal static ReadOnlySpan<byte> Matrix =>
                [

            """);
        foreach (int previous in BigramLevelMatrix.PreviousClasses)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {string.Join(",", BigramLevelMatrix.Classes.Select(current => matrix[previous, current]))},\n");
        }

        text.Append(CultureInfo.InvariantCulture, $$"""
                ];
            }

            /// <summary>The same as a network of {{operations}} mask operations.</summary>
            internal static class BigramLevels<TOps, TVector>
                where TOps : struct, IScanOps<TVector>
                where TVector : unmanaged
            {
                /// <summary>Writes the three bits of the levels of a vector of characters.</summary>
                /// <param name="c">The eight planes of the classes.</param>
                /// <param name="p">The eight planes of the classes before.</param>
                /// <param name="levels">Where the three masks go.</param>
                /// <param name="s">Scratch memory for <see cref="BigramLevelTable.ScratchCount"/> masks.</param>
                internal static unsafe void Compute(TVector* c, TVector* p, TVector* levels, TVector* s)
                {
                    DecodePrevious(p, s);
                    DecodeCurrent(c, s);
                    if (!TOps.IsZero(s[{{scratch.SlotOf("Current letter")}}]))
                    {
                        // Without letters the two sums are cut out below, whatever they are.
                        LetterAfterLetter(s);
                        LetterAfterOther(s);
                    }

                    OtherAfterLetter(s);
                    OtherAfterOther(s);
            {{compute.Text}}    }
            {{methods}}}

            """);
        return text.ToString();
    }

    /// <summary>Writes the method that decodes one side: a mask for each group of its classes, and one for letters.</summary>
    private static int AppendDecode(StringBuilder methods, Scratch scratch, string side, string planes, IEnumerable<int[]> groups)
    {
        MaskEmitter emitter = new();
        AsciiDecoder decoder = new(emitter, planes);
        emitter.Store("s", scratch.SlotOf($"{side} letter"), decoder.Letter);
        foreach (int[] group in groups)
        {
            string key = $"{side} {string.Join(',', group)}";
            if (!scratch.Contains(key))
            {
                string mask = BigramLevelMatrix.IsLetter(group[0])
                    ? group.Length == BigramLevelMatrix.LetterCount ? decoder.Letter : emitter.Or(group.Select(code => decoder.Place(code & 31)))
                    : decoder.NonLetters(group);
                emitter.Store("s", scratch.SlotOf(key), mask);
            }
        }

        AppendMethod(methods, $"Decode{side}", $"TVector* {planes}, TVector* s", emitter);
        return emitter.OperationCount;
    }

    /// <summary>Writes the method of a block: its three sums go to scratch memory.</summary>
    private static int AppendBlock(StringBuilder methods, Scratch scratch, LevelBlock block)
    {
        MaskEmitter emitter = new();
        string?[] sums = block.Emit(
            emitter,
            group => emitter.Load("s", scratch.SlotOf($"Previous {string.Join(',', group)}")),
            group => emitter.Load("s", scratch.SlotOf($"Current {string.Join(',', group)}")));
        for (int bit = 0; bit < LevelBlock.Bits; bit++)
        {
            emitter.Store("s", scratch.SlotOf($"{block.Name} {bit}"), sums[bit] ?? "default");
        }

        AppendMethod(methods, block.Name, "TVector* s", emitter);
        return emitter.OperationCount;
    }

    /// <summary>Cuts the sums to their blocks and joins them.</summary>
    private static void EmitCompute(MaskEmitter emitter, Scratch scratch)
    {
        string letterBefore = emitter.Load("s", scratch.SlotOf("Previous letter"));
        string letter = emitter.Load("s", scratch.SlotOf("Current letter"));
        for (int bit = 0; bit < LevelBlock.Bits; bit++)
        {
            string Sum(string block) => emitter.Load("s", scratch.SlotOf($"{block} {bit}"));
            string afterLetter = emitter.OrAnd(Sum("OtherAfterLetter"), Sum("LetterAfterLetter"), letter);
            string afterOther = emitter.OrAnd(Sum("OtherAfterOther"), Sum("LetterAfterOther"), letter);
            emitter.Store("levels", bit, emitter.OrAnd(emitter.AndNot(afterOther, letterBefore), afterLetter, letterBefore));
        }
    }

    private static void AppendMethod(StringBuilder methods, string name, string parameters, MaskEmitter emitter) =>
        methods.Append(CultureInfo.InvariantCulture, $$"""

                [MethodImpl(MethodImplOptions.NoInlining)]
                private static unsafe void {{name}}({{parameters}})
                {
            {{emitter.Text}}    }

            """);

    /// <summary>The places of masks in scratch memory, by what they mean.</summary>
    private sealed class Scratch
    {
        private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

        public int Count => _slots.Count;

        public bool Contains(string meaning) => _slots.ContainsKey(meaning);

        public int SlotOf(string meaning)
        {
            if (!_slots.TryGetValue(meaning, out int slot))
            {
                slot = _slots.Count;
                _slots.Add(meaning, slot);
            }

            return slot;
        }
    }
}
