namespace FastTokens.Caching;

/// <summary>Where two prompts part and what was done there, from their texts.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Divergence">Where, as the fingerprints tell; tokens included.</param>
/// <param name="Path">The path of the first segment that differs.</param>
/// <param name="ContentOffset">The first byte of the segment's content that differs, behind escapes.</param>
/// <param name="PreviousOffset">The byte of the previous body that it stands for, or -1 where that body has none.</param>
/// <param name="CurrentOffset">The byte of the current body that it stands for, or -1 where that body has none.</param>
public readonly record struct PromptChange(
    PromptChangeKind Kind, PromptDivergence Divergence, PromptPath Path, int ContentOffset, int PreviousOffset, int CurrentOffset);
