using System.Diagnostics.CodeAnalysis;

namespace FastTokens;

/// <summary>
/// Counts, encodes and decodes exactly, with a published byte-pair vocabulary: equal to the reference implementation on every text. Immutable
/// and safe for concurrent use, without locks.
/// </summary>
/// <remarks>
/// <para>
/// Counting allocates nothing once a thread has its cache (1 MB for all encodings together) and the pools of the process are warm. The time
/// is linear in the text; a text made against the merging of one very long word costs n log n.
/// </para>
/// <para>
/// Special tokens such as <c>&lt;|endoftext|&gt;</c> are ordinary text, unless a <see cref="SpecialTokenSet"/> is passed. Ill-formed text
/// counts as if each lone surrogate, and each maximal subpart of an ill-formed UTF-8 sequence, were U+FFFD.
/// </para>
/// </remarks>
public sealed partial class BpeTokenizer : ITokenCounter
{
    internal BpeTokenizer(string name, BpeVocabulary vocabulary, PreTokenizerGrammar grammar, Dictionary<string, int> specialTokens)
    {
        Name = name;
        Vocabulary = vocabulary;
        Grammar = grammar;
        SpecialTokens = specialTokens.AsReadOnly();
    }

    /// <summary>Gets the encoding of GPT-4o and later models of OpenAI: 199,998 tokens.</summary>
    public static BpeTokenizer O200kBase => EmbeddedEncodings.O200kBase;

    /// <summary>Gets the encoding of GPT-3.5 and GPT-4: 100,256 tokens.</summary>
    public static BpeTokenizer Cl100kBase => EmbeddedEncodings.Cl100kBase;

    /// <summary>Gets the encoding of the Codex models and text-davinci-003: 50,280 tokens.</summary>
    public static BpeTokenizer P50kBase => EmbeddedEncodings.P50kBase;

    /// <summary>Gets the encoding of GPT-2 and GPT-3: 50,256 tokens.</summary>
    public static BpeTokenizer R50kBase => EmbeddedEncodings.R50kBase;

    /// <summary>
    /// Gets the tokenizer that Anthropic published in 2023: 64,995 tokens. It counts text as given; the package applied the normal form NFKC
    /// first. Later Claude models have other, unpublished tokenizers.
    /// </summary>
    public static BpeTokenizer ClaudeLegacy => EmbeddedEncodings.ClaudeLegacy;

    /// <summary>Gets the names of the encodings that come with the library.</summary>
    public static IReadOnlyList<string> EncodingNames => EmbeddedEncodings.Names;

    /// <summary>Gets the name of the encoding, such as <c>o200k_base</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the number of tokens, special ones not among them.</summary>
    public int TokenCount => Vocabulary.Ids.Count;

    /// <summary>Gets the number of bytes of the longest token.</summary>
    public int MaxTokenLength => Vocabulary.MaxTokenLength;

    /// <summary>Gets the memory in bytes that counting with this encoding takes, shared by all threads.</summary>
    public long SharedByteCount => Vocabulary.ByteCount;

    /// <summary>Gets the special tokens and their ids.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>Gets the rules by which this encoding splits text.</summary>
    public PreTokenizerGrammar Grammar { get; }

    internal BpeVocabulary Vocabulary { get; }

    /// <summary>Finds the encoding of a name among those that come with the library; upper and lower case count as the same.</summary>
    public static bool TryFromName(string name, [NotNullWhen(true)] out BpeTokenizer? tokenizer)
    {
        tokenizer = EmbeddedEncodings.Find(name);
        return tokenizer is not null;
    }

    /// <summary>Returns the encoding of a name among those that come with the library.</summary>
    /// <exception cref="ArgumentException">There is no such encoding; the message lists those there are.</exception>
    public static BpeTokenizer FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return EmbeddedEncodings.Find(name)
            ?? throw new ArgumentException($"Unknown encoding '{name}'. Known encodings: {string.Join(", ", EncodingNames)}.", nameof(name));
    }

    /// <summary>Returns the encoding of a model, as <see cref="ModelCatalog.Default"/> knows it.</summary>
    /// <param name="model">The name of a model, dated or not, such as <c>gpt-5</c>.</param>
    /// <exception cref="ArgumentException">The model is unknown (the message lists the known ones), or its vocabulary is not public.</exception>
    public static BpeTokenizer ForModel(string model)
    {
        ModelInfo info = ModelCatalog.Default.GetModel(model);
        return info.Encoding is { } encoding
            ? FromName(encoding)
            : throw new ArgumentException(
                $"The vocabulary of '{info.Name}' is not among the public ones; estimate with its profile '{info.Profile}' instead.", nameof(model));
    }

    /// <summary>Reads a vocabulary in the form of tiktoken's files: a line for each token, its bytes in Base64, a blank, its id.</summary>
    /// <param name="stream">The file; read to its end.</param>
    /// <param name="grammar">The rules by which the encoding splits text.</param>
    /// <param name="specialTokens">Special tokens and their ids, or <see langword="null"/> for none.</param>
    /// <param name="name">The name of the encoding, used in messages too.</param>
    /// <returns>The tokenizer; making it takes some tenths of a second.</returns>
    /// <exception cref="InvalidDataException">The file is wrong: the message names file, line and reason.</exception>
    /// <exception cref="ArgumentException">A special token is empty, or has the id of another token.</exception>
    public static BpeTokenizer Load(
        Stream stream, PreTokenizerGrammar grammar, IReadOnlyDictionary<string, int>? specialTokens = null, string name = "vocabulary")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!Enum.IsDefined(grammar))
        {
            throw new ArgumentOutOfRangeException(nameof(grammar), grammar, "This is not a grammar.");
        }

        using MemoryStream content = new();
        stream.CopyTo(content);
        byte[][] tokens = TiktokenFile.Parse(content.GetBuffer().AsSpan(0, (int)content.Length), name, out int[] ids);
        BpeVocabulary vocabulary = new(new CompactVocabularySource(VocabularyBuilder.Build(tokens, ids)));
        return new BpeTokenizer(name, vocabulary, grammar, CheckSpecialTokens(specialTokens, vocabulary));
    }

    private static Dictionary<string, int> CheckSpecialTokens(IReadOnlyDictionary<string, int>? specialTokens, BpeVocabulary vocabulary)
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        HashSet<int> ids = [];
        foreach ((string token, int id) in specialTokens ?? new Dictionary<string, int>())
        {
            if (token.Length == 0 || id < 0 || vocabulary.Ids.IndexOf(id) >= 0 || !ids.Add(id))
            {
                throw new ArgumentException($"The special token '{token}' is empty, or its id {id} is negative or that of another token.", nameof(specialTokens));
            }

            known.Add(token, id);
        }

        return known;
    }
}
