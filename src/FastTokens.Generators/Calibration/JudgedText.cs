namespace FastTokens.Generators;

/// <summary>A text that weights were judged by which its source had no part in.</summary>
/// <param name="Source">What the text is from.</param>
/// <param name="Estimate">The estimate of those weights.</param>
/// <param name="Count">The reference count.</param>
internal readonly record struct JudgedText(string Source, long Estimate, long Count);
