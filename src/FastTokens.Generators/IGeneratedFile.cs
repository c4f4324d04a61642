namespace FastTokens.Generators;

/// <summary>A file of the repository that is made from data.</summary>
internal interface IGeneratedFile
{
    /// <summary>Where the file stands, from the repository's root, with slashes.</summary>
    string Path { get; }

    /// <summary>Returns the whole text of the file, a function of the inputs alone.</summary>
    /// <exception cref="InvalidDataException">The inputs are wrong; the message names file, place and reason.</exception>
    string Generate(GeneratorInputs inputs);
}
