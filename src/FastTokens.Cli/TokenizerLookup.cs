namespace FastTokens.Cli;

/// <summary>Finds the encodings that count exactly.</summary>
internal static class TokenizerLookup
{
    /// <summary>Returns the encoding of a model, or that of a name; o200k_base if neither is given.</summary>
    /// <exception cref="UsageException">The model is unknown, or has no public vocabulary, or there is no encoding of that name.</exception>
    public static BpeTokenizer Find(string? model, string? name, string option)
    {
        try
        {
            return model is not null ? BpeTokenizer.ForModel(model)
                : name is not null && !BpeTokenizer.EncodingNames.Contains(name, StringComparer.OrdinalIgnoreCase) && TokenProfile.TryFromName(name, out _)
                    ? throw new UsageException($"{option}: the vocabulary of '{name}' is not among those that come with the tool: {string.Join(", ", BpeTokenizer.EncodingNames)}")
                : BpeTokenizer.FromName(name ?? TokenProfile.O200kBase.Name);
        }
        catch (ArgumentException exception)
        {
            throw UsageException.FromArgument(exception);
        }
    }
}
