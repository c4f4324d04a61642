using System.Buffers;
using System.Text;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <content>Encoding, decoding and special tokens. The tables for these are made when they are first used.</content>
public sealed partial class BpeTokenizer
{
    /// <summary>Returns a set of special tokens that <see cref="Encode(ReadOnlySpan{char}, Span{int}, out int, out int, SpecialTokenSet)"/> may find.</summary>
    /// <param name="tokens">Some of <see cref="SpecialTokens"/>, or <see langword="null"/> for all of them.</param>
    /// <exception cref="ArgumentException">One of them is not a special token of this encoding.</exception>
    public SpecialTokenSet CreateSpecialTokenSet(IEnumerable<string>? tokens = null)
    {
        List<string> chosen = [];
        foreach (string token in tokens ?? SpecialTokens.Keys)
        {
            if (!SpecialTokens.ContainsKey(token))
            {
                throw new ArgumentException(
                    $"'{token}' is not a special token of {Name}. Its special tokens: {string.Join(", ", SpecialTokens.Keys)}.", nameof(tokens));
            }

            if (!chosen.Contains(token))
            {
                chosen.Add(token);
            }
        }

        return new SpecialTokenSet(this, chosen);
    }

    /// <summary>Writes the ids of UTF-16 text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Takes the ids; a text has at most three for each char.</param>
    /// <param name="consumed">The number of chars that were encoded: always up to the end of a piece.</param>
    /// <param name="written">The number of ids that were written.</param>
    /// <param name="allowedSpecial">The special tokens to find in the text, or <see langword="null"/> for none.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>, or <see cref="OperationStatus.DestinationTooSmall"/> if there is no room for the ids of the next
    /// piece: those of the pieces before it have been written, and encoding the rest of the text gives the rest.
    /// </returns>
    /// <exception cref="ArgumentException">The special tokens are those of another encoding.</exception>
    public OperationStatus Encode(ReadOnlySpan<char> text, Span<int> ids, out int consumed, out int written, SpecialTokenSet? allowedSpecial = null)
    {
        ThrowIfForeign(allowedSpecial);
        return TextEncoder<char, Utf16Transcoder>.Encode(Vocabulary, Grammar, allowedSpecial, text, ids, out consumed, out written);
    }

    /// <summary>Writes the ids of UTF-8 text.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <param name="ids">Takes the ids; a text has at most one for each byte, three for an ill-formed one.</param>
    /// <param name="consumed">The number of bytes that were encoded: always up to the end of a piece.</param>
    /// <param name="written">The number of ids that were written.</param>
    /// <param name="allowedSpecial">The special tokens to find in the text, or <see langword="null"/> for none.</param>
    /// <returns>As for UTF-16 text.</returns>
    /// <exception cref="ArgumentException">The special tokens are those of another encoding.</exception>
    public OperationStatus Encode(ReadOnlySpan<byte> utf8Text, Span<int> ids, out int consumed, out int written, SpecialTokenSet? allowedSpecial = null)
    {
        ThrowIfForeign(allowedSpecial);
        return TextEncoder<byte, Utf8Transcoder>.Encode(Vocabulary, Grammar, allowedSpecial, utf8Text, ids, out consumed, out written);
    }

    /// <summary>Returns the ids of a text in an array of their number.</summary>
    /// <exception cref="ArgumentException">The special tokens are those of another encoding.</exception>
    public int[] EncodeToIds(ReadOnlySpan<char> text, SpecialTokenSet? allowedSpecial = null)
    {
        using SpanOwner<int> ids = SpanOwner<int>.Allocate(checked(3 * text.Length));
        Encode(text, ids.Span, out _, out int written, allowedSpecial);
        return ids.Span[..written].ToArray();
    }

    /// <summary>Writes the bytes of ids. The tokens of one character may be apart, so only all ids of a text give well-formed UTF-8 again.</summary>
    /// <param name="ids">Ids of this encoding, special ones too.</param>
    /// <param name="utf8">Takes the bytes; an id has at most <see cref="MaxTokenLength"/>, a special one those of its name.</param>
    /// <param name="consumed">The number of ids that were decoded.</param>
    /// <param name="written">The number of bytes that were written.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>; <see cref="OperationStatus.DestinationTooSmall"/> if there is no room for the next id; or
    /// <see cref="OperationStatus.InvalidData"/> if the encoding has no such id. What stands before it has been written.
    /// </returns>
    public OperationStatus Decode(ReadOnlySpan<int> ids, Span<byte> utf8, out int consumed, out int written)
    {
        TokenBytes bytes = Vocabulary.TokenBytes;
        written = 0;
        for (consumed = 0; consumed < ids.Length; consumed++)
        {
            int token = Vocabulary.Ids.IndexOf(ids[consumed]);
            ReadOnlySpan<byte> source = token >= 0 ? bytes[token] : SpecialBytes(ids[consumed]);
            if (source.IsEmpty)
            {
                return OperationStatus.InvalidData;
            }

            if (!source.TryCopyTo(utf8[written..]))
            {
                return OperationStatus.DestinationTooSmall;
            }

            written += source.Length;
        }

        return OperationStatus.Done;
    }

    /// <summary>Returns the text of ids; bytes that are not well-formed UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentException">The encoding has no such id; the message names it and its place.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        using ArrayPoolBufferWriter<byte> utf8 = new();
        int decoded = 0;
        for (int room = 256; decoded < ids.Length; room *= 2)
        {
            OperationStatus status = Decode(ids[decoded..], utf8.GetSpan(room), out int consumed, out int written);
            utf8.Advance(written);
            decoded += consumed;
            if (status == OperationStatus.InvalidData)
            {
                throw new ArgumentException($"{Name} has no token of the id {ids[decoded]}, at index {decoded}.", nameof(ids));
            }
        }

        return Encoding.UTF8.GetString(utf8.WrittenSpan);
    }

    private ReadOnlySpan<byte> SpecialBytes(int id)
    {
        foreach ((string token, int specialId) in SpecialTokens)
        {
            if (specialId == id)
            {
                return Encoding.UTF8.GetBytes(token);
            }
        }

        return default;
    }

    private void ThrowIfForeign(SpecialTokenSet? set)
    {
        if (set is not null && set.Tokenizer != this)
        {
            throw new ArgumentException($"The special tokens are those of {set.Tokenizer.Name}, not of {Name}.", nameof(set));
        }
    }
}
