using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>The tables of pairs, and the loop that counts with them, unrolled so that every sum has a register.</summary>
internal sealed class PairTablesFile : IGeneratedFile
{
    public string Path => "src/FastTokens/Generated/PairCodes.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        GeneratorInput input = inputs.Get(PairTables.Path);
        PairTables tables = PairTables.Read(input);
        int count = tables.Previous[0].Length;
        StringBuilder text = new(GeneratedHeader.For(input));
        text.Append(CultureInfo.InvariantCulture, $$"""

            namespace FastTokens;

            /// <summary>
            /// What pairs of neighbouring characters say about tokens. A character has a code of 0 to 15 as the one before and another as the one
            /// itself; each code has some factors from 0 to {{PairTables.HighestFactor}}. Counter i sums factor i of the character before times factor i of the
            /// character itself, over all ASCII characters that are not deep in a run.
            /// </summary>
            internal static class PairCodes
            {
                /// <summary>Factors of a code on each side, and counters.</summary>
                internal const int Count = {{count}};

                /// <summary>The bits of the code as the one before; the others are the code as the one itself, 0 where it counts in no pair.</summary>
                internal const byte PreviousMask = 0xF0;

                /// <summary>The codes of a character that is not ASCII.</summary>
                internal const byte NonAscii = 0x{{tables.PreviousCodes[^1]:X}}0;

                /// <summary>Two products of factors at most are added to 16 bits at a time: so often at most.</summary>
                internal const int AdditionsPerFlush = {{ushort.MaxValue / (2 * PairTables.HighestFactor * PairTables.HighestFactor)}};

                /// <summary>The codes of each ASCII character.</summary>
                internal static ReadOnlySpan<byte> Codes =>
                [

            """);
        for (int first = 0; first < 0x80; first += 16)
        {
            text.Append("        ").AppendJoin(", ", Enumerable.Range(first, 16).Select(c => $"0x{tables.PreviousCodes[c]:X}{tables.CurrentCodes[c]:X}")).Append(",\n");
        }

        text.Append("    ];\n");
        AppendFactors(text, "Previous", "The factors of a character before: 16 codes each.", tables.Previous);
        AppendFactors(text, "Current", "The factors of a character: 16 codes each.", tables.Current);
        text.Append("""

                internal static byte Of(byte characterClass) => characterClass < Codes.Length ? Codes[characterClass] : NonAscii;

                /// <summary>What a pair adds to a counter; the high half of a pair is the code of the character before.</summary>
                internal static int Product(int pair, int counter) => Previous[(counter * 16) + (pair >> 4)] * Current[(counter * 16) + (pair & 0x0F)];
            }

            /// <summary>The sums of products of factors, a vector of characters at a time.</summary>
            internal static class PairScan<TOps, TVector>
                where TOps : struct, IPairOps<TVector>
                where TVector : unmanaged
            {
                /// <inheritdoc cref="IScanOps{TVector}.CountPairs"/>
                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
                internal static unsafe void Count(ref readonly byte codes, int blockCount, System.Span<long> counters)
                {
                    TVector low = TOps.Repeat([15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15]);

            """.ReplaceLineEndings("\n"));
        AppendEach(text, count, i => $"        TVector previous{i} = TOps.Repeat(PairCodes.Previous.Slice({i * 16}, 16));\n");
        AppendEach(text, count, i => $"        TVector current{i} = TOps.Repeat(PairCodes.Current.Slice({i * 16}, 16));\n");
        text.Append("""
                    nint end = (nint)blockCount * 64;
                    nint index = 0;
                    while (index < end)
                    {
                        nint flushAt = System.Math.Min(end, index + ((nint)PairCodes.AdditionsPerFlush * sizeof(TVector)));

            """.ReplaceLineEndings("\n"));
        AppendEach(text, count, i => $"            TVector sum{i} = default;\n");
        text.Append("""
                        for (; index < flushAt; index += sizeof(TVector))
                        {
                            ref byte code = ref System.Runtime.CompilerServices.Unsafe.Add(ref System.Runtime.CompilerServices.Unsafe.AsRef(in codes), index);
                            TVector itself = TOps.And(TOps.LoadBytes(ref code), low);
                            TVector before = TOps.And(TOps.ShiftRight(TOps.LoadBytes(ref System.Runtime.CompilerServices.Unsafe.Subtract(ref code, 1)), 4), low);

            """.ReplaceLineEndings("\n"));
        AppendEach(text, count, i => $"                sum{i} = TOps.AddProducts(sum{i}, TOps.LookUp(previous{i}, before), TOps.LookUp(current{i}, itself));\n");
        text.Append("            }\n\n");
        AppendEach(text, count, i => $"            counters[{i}] += TOps.TotalOfProducts(sum{i});\n");
        return text.Append("        }\n    }\n}\n").ToString();
    }

    private static void AppendFactors(StringBuilder text, string name, string summary, int[][] factors)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n    /// <summary>{summary}</summary>\n    internal static ReadOnlySpan<byte> {name} =>\n    [\n");
        for (int factor = 0; factor < factors[0].Length; factor++)
        {
            text.Append("        ").AppendJoin(", ", factors.Select(code => code[factor])).Append(",\n");
        }

        text.Append("    ];\n");
    }

    private static void AppendEach(StringBuilder text, int count, Func<int, string> line)
    {
        for (int i = 0; i < count; i++)
        {
            text.Append(line(i));
        }
    }
}
