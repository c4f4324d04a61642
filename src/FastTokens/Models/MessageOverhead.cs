namespace FastTokens;

/// <summary>The tokens that a provider puts around what a request says.</summary>
/// <param name="PerRequest">Of every request.</param>
/// <param name="PerMessage">Of every message.</param>
/// <param name="WithTools">Of a request that has tools, besides their definitions.</param>
public readonly record struct MessageOverhead(int PerRequest, int PerMessage, int WithTools = 0);
