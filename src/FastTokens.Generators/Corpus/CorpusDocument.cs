namespace FastTokens.Generators;

/// <summary>A text with the token counts that reference tokenizers give it.</summary>
/// <param name="Source">What the text is from; texts of one source resemble each other, so they are held out together.</param>
/// <param name="Text">The text.</param>
/// <param name="Counts">The reference count of each tokenizer family, at least 1.</param>
/// <param name="Line">The line of the corpus file, from 1.</param>
internal sealed record CorpusDocument(string Source, string Text, IReadOnlyDictionary<string, int> Counts, int Line)
{
    /// <summary>Gets the kind of text, such as a language; empty where it is not known.</summary>
    public string Category { get; init; } = string.Empty;
}
