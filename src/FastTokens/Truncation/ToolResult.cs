namespace FastTokens;

/// <summary>What a tool returned to a model.</summary>
/// <param name="Id">The id of the call, unique in a conversation.</param>
/// <param name="Text">The whole text, as the tool returned it.</param>
public readonly record struct ToolResult(string Id, string Text);
