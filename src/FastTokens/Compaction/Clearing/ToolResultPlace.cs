namespace FastTokens.Compaction;

/// <summary>A result of a tool in a conversation.</summary>
/// <param name="MessageIndex">The message.</param>
/// <param name="Position">Which of the message's calls and results, see <see cref="IMessageList.ToolOf"/>.</param>
/// <param name="Id">The id of the call, or its hash.</param>
/// <param name="Tokens">The tokens of its content.</param>
public readonly record struct ToolResultPlace(int MessageIndex, int Position, ulong Id, long Tokens);
