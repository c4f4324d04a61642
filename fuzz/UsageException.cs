namespace FastTokens.Fuzz;

/// <summary>A command line that cannot be carried out; its message is for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);
