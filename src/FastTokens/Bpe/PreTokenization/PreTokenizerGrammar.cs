namespace FastTokens;

/// <summary>The rules by which an encoding splits a text into pieces before it merges bytes; a token never crosses pieces.</summary>
/// <remarks>The patterns are those that the encodings were published with; the character categories are those of Unicode 16.0.</remarks>
public enum PreTokenizerGrammar
{
    /// <summary>
    /// That of r50k_base and p50k_base:
    /// <c>'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s</c>. The pattern of claude_legacy is written
    /// differently and matches the same.
    /// </summary>
    Gpt2,

    /// <summary>
    /// That of cl100k_base:
    /// <c>'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s</c>.
    /// </summary>
    Cl100k,

    /// <summary>
    /// That of o200k_base, which splits words at case changes too; with U = <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c>,
    /// L = <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c>, C = <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)?</c>:
    /// <c>[^\r\n\p{L}\p{N}]?U*L+C|[^\r\n\p{L}\p{N}]?U+L*C|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
    /// </summary>
    O200k,
}
