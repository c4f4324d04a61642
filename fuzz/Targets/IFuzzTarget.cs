namespace FastTokens.Fuzz;

/// <summary>One thing that must hold for every input.</summary>
internal interface IFuzzTarget
{
    /// <summary>The name on the command line and of the folders of its inputs.</summary>
    string Name { get; }

    /// <summary>Inputs to mutate besides the committed ones: those that follow from the library as it is.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Sequences that random bytes would hardly hit.</summary>
    IReadOnlyList<byte[]> Sequences { get; }

    /// <summary>Runs one input; throws where something does not hold.</summary>
    /// <param name="input">Any bytes. They lie against a protected page.</param>
    void Run(ReadOnlySpan<byte> input);
}
