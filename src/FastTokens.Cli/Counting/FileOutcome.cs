namespace FastTokens.Cli;

/// <summary>What became of one input: counted, failed, or (neither) left out because it is binary.</summary>
internal readonly record struct FileOutcome(FileCount? Count, InputFailure? Failure);
