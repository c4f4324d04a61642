namespace FastTokens;

/// <summary>A place where a part of a text ends or begins.</summary>
/// <param name="Index">The place.</param>
/// <param name="TokenCount">The tokens of the part by itself.</param>
/// <param name="Boundary">The coarsest of the kinds that were looked for that the place is; <see langword="null"/> where nothing is kept.</param>
internal readonly record struct TextCut(int Index, int TokenCount, TextBoundary? Boundary);
