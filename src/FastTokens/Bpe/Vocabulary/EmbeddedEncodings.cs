namespace FastTokens;

/// <summary>The encodings whose vocabularies the library embeds. Each is read when it is first asked for.</summary>
internal static class EmbeddedEncodings
{
    private const string EndOfText = "<|endoftext|>";

    internal static IReadOnlyList<string> Names { get; } = ["o200k_base", "cl100k_base", "p50k_base", "r50k_base", "claude_legacy"];

    internal static BpeTokenizer O200kBase => O200k.Tokenizer;

    internal static BpeTokenizer Cl100kBase => Cl100k.Tokenizer;

    internal static BpeTokenizer P50kBase => P50k.Tokenizer;

    internal static BpeTokenizer R50kBase => R50k.Tokenizer;

    internal static BpeTokenizer ClaudeLegacy => Claude.Tokenizer;

    internal static BpeTokenizer? Find(string name)
    {
        for (int index = 0; index < Names.Count; index++)
        {
            if (Names[index].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return index switch { 0 => O200kBase, 1 => Cl100kBase, 2 => P50kBase, 3 => R50kBase, _ => ClaudeLegacy };
            }
        }

        return null;
    }

    private static BpeTokenizer Read(int index, PreTokenizerGrammar grammar, Dictionary<string, int> specialTokens) =>
        new(Names[index], new BpeVocabulary(new CompactVocabularySource(Names[index] + ".bpe")), grammar, specialTokens);

    // A class each, so that reading one does not read the others; special tokens as in OpenAI's tiktoken and Anthropic's tokenizer of 2023.
    private static class O200k
    {
        internal static readonly BpeTokenizer Tokenizer = Read(
            0, PreTokenizerGrammar.O200k, new() { [EndOfText] = 199_999, ["<|endofprompt|>"] = 200_018 });
    }

    private static class Cl100k
    {
        internal static readonly BpeTokenizer Tokenizer = Read(
            1,
            PreTokenizerGrammar.Cl100k,
            new()
            {
                [EndOfText] = 100_257,
                ["<|fim_prefix|>"] = 100_258,
                ["<|fim_middle|>"] = 100_259,
                ["<|fim_suffix|>"] = 100_260,
                ["<|endofprompt|>"] = 100_276,
            });
    }

    private static class P50k
    {
        internal static readonly BpeTokenizer Tokenizer = Read(2, PreTokenizerGrammar.Gpt2, new() { [EndOfText] = 50_256 });
    }

    private static class R50k
    {
        internal static readonly BpeTokenizer Tokenizer = Read(3, PreTokenizerGrammar.Gpt2, new() { [EndOfText] = 50_256 });
    }

    private static class Claude
    {
        internal static readonly BpeTokenizer Tokenizer = Read(
            4,
            PreTokenizerGrammar.Gpt2,
            new() { ["<EOT>"] = 0, ["<META>"] = 1, ["<META_START>"] = 2, ["<META_END>"] = 3, ["<SOS>"] = 4 });
    }
}
