using System.Text;

namespace FastTokens.Cli;

/// <summary>
/// Reads a stream as UTF-8 text: a byte order mark is left out, and text whose mark says UTF-16 is turned into UTF-8. Everything else
/// is passed on as it is, since ill-formed UTF-8 is no error for a token counter.
/// </summary>
/// <remarks>Never waits for more than it needs: a program may send one line and wait for the answer.</remarks>
internal sealed class Utf8TextReader(Stream source)
{
    private const int MaximumMarkLength = 3;

    private Stream _source = source;
    private bool _isStarted;

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> LittleEndianMark => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> BigEndianMark => [0xFE, 0xFF];

    /// <summary>Whether a byte order mark said UTF-16; valid after the first read.</summary>
    public bool IsUtf16 { get; private set; }

    /// <summary>Reads up to the length of the buffer, at least three bytes long; returns 0 only at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_isStarted)
        {
            return _source.Read(buffer);
        }

        _isStarted = true;
        return ReadStart(buffer);
    }

    // Byte by byte, so that nothing has to be given back to the source when a mark has been recognized.
    private int ReadStart(Span<byte> buffer)
    {
        for (int length = 1; length <= MaximumMarkLength; length++)
        {
            if (_source.Read(buffer.Slice(length - 1, 1)) == 0)
            {
                return length - 1;
            }

            ReadOnlySpan<byte> start = buffer[..length];
            if (start.SequenceEqual(LittleEndianMark) || start.SequenceEqual(BigEndianMark))
            {
                Encoding encoding = start.SequenceEqual(LittleEndianMark) ? Encoding.Unicode : Encoding.BigEndianUnicode;
                _source = Encoding.CreateTranscodingStream(_source, encoding, Encoding.UTF8, leaveOpen: true);
                IsUtf16 = true;
                return _source.Read(buffer);
            }

            bool canBecomeMark = Utf8Mark.StartsWith(start) || LittleEndianMark.StartsWith(start) || BigEndianMark.StartsWith(start);
            if (!canBecomeMark)
            {
                return length;
            }
        }

        return _source.Read(buffer);
    }
}
