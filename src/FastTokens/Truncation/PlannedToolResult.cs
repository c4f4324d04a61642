namespace FastTokens;

/// <summary>A tool result of a message: how it is shown, and why.</summary>
/// <param name="Decision">How it is shown.</param>
/// <param name="Origin">Where the decision comes from.</param>
public readonly record struct PlannedToolResult(ToolResultDecision Decision, ToolResultOrigin Origin);
