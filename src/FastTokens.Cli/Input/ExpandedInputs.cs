namespace FastTokens.Cli;

/// <summary>What the arguments of a command stand for: the texts, the arguments that failed, and how much was left out on the way.</summary>
internal sealed class ExpandedInputs
{
    private readonly HashSet<string> _fullPaths = new(StringComparer.Ordinal);

    /// <summary>The texts in the order of the arguments; below one argument in ordinal order of their paths; each file once.</summary>
    public List<TextInput> Inputs { get; } = [];

    public List<InputFailure> Failures { get; } = [];

    public LeftOut LeftOut { get; set; }

    /// <summary>Adds an input unless another argument already stands for the same file.</summary>
    public void Add(TextInput input)
    {
        if (_fullPaths.Add(input.FullPath ?? TextInput.StandardInputName))
        {
            Inputs.Add(input);
        }
    }
}
