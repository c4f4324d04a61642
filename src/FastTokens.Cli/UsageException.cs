namespace FastTokens.Cli;

/// <summary>A command line that cannot be carried out, found after parsing; its message is for the user.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Returns what the library says of a wrong name, without the name of its parameter, which means nothing to the user.</summary>
    public static UsageException FromArgument(ArgumentException exception)
    {
        string parameter = $" (Parameter '{exception.ParamName}')";
        return new UsageException(exception.Message.Replace(parameter, "", StringComparison.Ordinal));
    }
}
