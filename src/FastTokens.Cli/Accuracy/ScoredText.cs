namespace FastTokens.Cli;

/// <summary>How far an estimate lies from the reference count of a text.</summary>
/// <param name="Id">The name of the text.</param>
/// <param name="Category">Its kind.</param>
/// <param name="Error">(estimate - count) / count.</param>
internal readonly record struct ScoredText(string Id, string Category, double Error);
