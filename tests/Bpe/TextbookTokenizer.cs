using System.Text;

namespace FastTokens.Tests.Bpe;

/// <summary>The oracle that nobody optimises: the scalar pre-tokenizer, the whole piece looked up, then merged pair by pair.</summary>
internal sealed class TextbookTokenizer
{
    private readonly Dictionary<string, int> _ids;
    private readonly PreTokenizerGrammar _grammar;

    /// <param name="ids">The ids by token, a token as one char a byte.</param>
    /// <param name="grammar">The grammar.</param>
    internal TextbookTokenizer(Dictionary<string, int> ids, PreTokenizerGrammar grammar)
    {
        _ids = ids;
        _grammar = grammar;
    }

    internal static TextbookTokenizer Of(BpeTokenizer tokenizer)
    {
        TokenBytes bytes = tokenizer.Vocabulary.TokenBytes;
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        for (int token = 0; token < bytes.Count; token++)
        {
            ids.Add(Encoding.Latin1.GetString(bytes[token]), tokenizer.Vocabulary.Ids.IdOf(token));
        }

        return new TextbookTokenizer(ids, tokenizer.Grammar);
    }

    internal static int PieceEnd(PreTokenizerGrammar grammar, ref PieceReader reader, int start) => grammar switch
    {
        PreTokenizerGrammar.Gpt2 => Gpt2PreTokenizer.PieceEnd(ref reader, start),
        PreTokenizerGrammar.Cl100k => Cl100kPreTokenizer.PieceEnd(ref reader, start),
        _ => O200kPreTokenizer.PieceEnd(ref reader, start),
    };

    internal List<int> Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Encodes well-formed UTF-8.</summary>
    internal List<int> Encode(byte[] utf8Text)
    {
        List<int> ids = [];
        PieceReader reader = new(utf8Text) { LongRun = int.MaxValue };
        for (int start = 0; start < utf8Text.Length;)
        {
            int end = PieceEnd(_grammar, ref reader, start);
            EncodePiece(Encoding.Latin1.GetString(utf8Text.AsSpan(start..end)), ids);
            start = end;
        }

        return ids;
    }

    private void EncodePiece(string piece, List<int> ids)
    {
        if (_ids.TryGetValue(piece, out int whole))
        {
            ids.Add(whole);
            return;
        }

        List<string> parts = [.. piece.Select(static unit => unit.ToString())];
        while (true)
        {
            int best = -1;
            int bestId = int.MaxValue;
            for (int index = 0; index + 1 < parts.Count; index++)
            {
                if (_ids.TryGetValue(parts[index] + parts[index + 1], out int id) && id < bestId)
                {
                    (best, bestId) = (index, id);
                }
            }

            if (best < 0)
            {
                break;
            }

            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        ids.AddRange(parts.Select(part => _ids[part]));
    }
}
