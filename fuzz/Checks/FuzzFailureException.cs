namespace FastTokens.Fuzz;

/// <summary>What must hold did not: the message says what.</summary>
internal sealed class FuzzFailureException(string message) : Exception(message);
