namespace FastTokens.Fuzz;

/// <summary>An input of a corpus and the target that it is for.</summary>
internal readonly record struct CorpusInput(IFuzzTarget Target, string Path);
