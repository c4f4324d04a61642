using System.Text;

namespace FastTokens.Bench;

/// <summary>
/// Distinct pieces of one text, of a size in UTF-8, in both encodings. Calls take them in turn: a short text that is measured again and
/// again would be learnt by the branch predictor, as no text is in real use.
/// </summary>
internal sealed class TextPieces
{
    // Enough that they cannot be learnt, few enough that they stay in the caches.
    private const int BytesOfAll = 1 << 16;

    private readonly byte[][] _utf8;
    private readonly string[] _utf16;
    private readonly int _mask;
    private int _next;

    private TextPieces(List<string> pieces)
    {
        _utf16 = [.. pieces];
        _utf8 = [.. pieces.Select(Encoding.UTF8.GetBytes)];
        _mask = pieces.Count - 1;
    }

    /// <summary>Gets the next piece in UTF-8.</summary>
    internal byte[] Utf8 => _utf8[_next++ & _mask];

    /// <summary>Gets the next piece in UTF-16.</summary>
    internal string Utf16 => _utf16[_next++ & _mask];

    /// <summary>Gets the number of pieces, a power of two.</summary>
    internal int Count => _utf8.Length;

    /// <summary>Makes the pieces of a kind of text.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="size">The size of a piece in UTF-8; the last character that would exceed it is left out.</param>
    internal static TextPieces Create(TextKind kind, int size)
    {
        int count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, BytesOfAll / size));
        string text = TextSource.Load(kind, count * size);
        List<string> pieces = [];
        for (int start = 0; pieces.Count < count; start += pieces[^1].Length)
        {
            pieces.Add(Cut(text.AsSpan(start), size));
        }

        return new TextPieces(pieces);
    }

    /// <summary>Returns the bytes of a piece in an encoding, on average.</summary>
    internal double BytesPerCall(TextForm form) => form == TextForm.Utf8
        ? _utf8.Average(static piece => (double)piece.Length)
        : _utf16.Average(static piece => (double)piece.Length * sizeof(char));

    private static string Cut(ReadOnlySpan<char> text, int utf8Bytes)
    {
        int bytes = 0;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > utf8Bytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length].ToString();
    }
}
