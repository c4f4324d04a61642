using System.Text;

namespace FastTokens.Fuzz;

/// <summary>
/// The text that pieces of both encodings make: pieces of one encoding that follow each other are one text, and what a change of the
/// encoding leaves open is ill-formed. A piece without text changes nothing.
/// </summary>
internal sealed class MeteredText
{
    private readonly StringBuilder _closed = new();
    private readonly List<byte> _utf8 = [];

    internal void Append(ReadOnlySpan<byte> utf8Text)
    {
        if (!utf8Text.IsEmpty)
        {
            CloseUtf16();
            _utf8.AddRange(utf8Text);
        }
    }

    internal void Append(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
        {
            CloseUtf8();
            _closed.Append(text);
        }
    }

    internal void Clear()
    {
        _closed.Clear();
        _utf8.Clear();
    }

    public override string ToString() => _closed + Encoding.UTF8.GetString(_utf8.ToArray());

    private void CloseUtf8()
    {
        _closed.Append(Encoding.UTF8.GetString(_utf8.ToArray()));
        _utf8.Clear();
    }

    // A lone high surrogate at the end can no longer be paired: decoded UTF-8 never begins with a low one, but units appended later may.
    private void CloseUtf16()
    {
        if (_closed.Length > 0 && char.IsHighSurrogate(_closed[^1]))
        {
            _closed[^1] = '\uFFFD';
        }
    }
}
