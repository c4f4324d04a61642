namespace FastTokens.Generators;

/// <summary>The Unicode properties that grapheme clusters depend on, one array element a code point.</summary>
internal sealed class GraphemeData
{
    public const string ClusterBreakPath = "unicode/GraphemeClusterBreak.txt";
    public const string ConjunctBreakPath = "unicode/IndicConjunctBreak.txt";

    private const string None = "";

    private readonly string[] _clusterBreaks;
    private readonly string[] _conjunctBreaks;

    private GraphemeData(GeneratorInput clusterBreaks, GeneratorInput conjunctBreaks)
    {
        _clusterBreaks = ReadValues(
            clusterBreaks,
            ["CR", "LF", "Control", "Extend", "ZWJ", "Regional_Indicator", "Prepend", "SpacingMark", "L", "V", "T", "LV", "LVT"]);
        _conjunctBreaks = ReadValues(conjunctBreaks, ["Consonant", "Extend", "Linker"]);
    }

    /// <summary>Reads the two property files.</summary>
    /// <exception cref="InvalidDataException">A file is missing or wrong; the message names file, line and reason.</exception>
    public static GraphemeData Read(GeneratorInputs inputs) => Read(inputs.Get(ClusterBreakPath), inputs.Get(ConjunctBreakPath));

    public static GraphemeData Read(GeneratorInput clusterBreaks, GeneratorInput conjunctBreaks) => new(clusterBreaks, conjunctBreaks);

    /// <summary>Returns the value of Grapheme_Cluster_Break, empty for Other.</summary>
    public string ClusterBreak(int codePoint) => _clusterBreaks[codePoint];

    /// <summary>Returns the value of Indic_Conjunct_Break, empty for None.</summary>
    public string ConjunctBreak(int codePoint) => _conjunctBreaks[codePoint];

    private static string[] ReadValues(GeneratorInput input, string[] known)
    {
        string[] values = new string[CodePointRanges.CodePointCount];
        Array.Fill(values, None);
        foreach (CodePointRange range in CodePointRanges.Parse(input))
        {
            if (Array.IndexOf(known, range.Value) < 0)
            {
                throw CodePointRanges.Wrong(input, range.Line, $"'{range.Value}' is no value of the property");
            }

            Span<string> claimed = values.AsSpan(range.First, range.Last - range.First + 1);
            int taken = claimed.IndexOfAnyExcept(None);
            if (taken >= 0)
            {
                throw CodePointRanges.Wrong(input, range.Line, $"U+{range.First + taken:X4} has a value already");
            }

            claimed.Fill(range.Value);
        }

        return values;
    }
}
