namespace FastTokens.Generators;

/// <summary>
/// <c>Data/probes.jsonl</c>: texts written for what users' texts contain and corpora hardly have (rare scripts, symbols, emoji of all kinds, marks, letters in
/// other forms, runs of one character, bars), with the counts of the families. <c>eng/probes</c> makes them.
/// </summary>
internal static class ProbeTexts
{
    public const string Path = "probes.jsonl";

    // Whose counts stand for those of a family that the probes do not count.
    private const string Standing = "o200k_base";

    public static CorpusFile Read(GeneratorInputs inputs) => CorpusFile.Parse(Path, inputs.Get(Path).Bytes);

    /// <summary>Returns the count of a probe by a family, or by o200k_base where the family is not counted.</summary>
    public static int CountOf(CorpusDocument probe, string family) => probe.Counts.TryGetValue(family, out int count) ? count : probe.Counts[Standing];
}
