namespace FastTokens.Caching;

/// <summary>A line of a log that could not be used.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">Why.</param>
public readonly record struct ReplayFailure(int Line, string Reason);
