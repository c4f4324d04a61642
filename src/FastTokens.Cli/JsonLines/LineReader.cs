using System.Buffers;

namespace FastTokens.Cli;

/// <summary>Cuts a text into lines of any length. Separates taking what is there from reading, which may wait.</summary>
/// <remarks>A line is one span: the buffer grows to the longest line, so that a JSON reader needs no state between pieces.</remarks>
internal sealed class LineReader(Utf8TextReader source, int maximumLineLength) : IDisposable
{
    private const int InitialLength = 1 << 18;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(InitialLength, maximumLineLength));
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isAtEnd;
    private bool _isSkipping;

    /// <summary>How many bytes the last <see cref="Fill"/> read.</summary>
    public int LastReadLength { get; private set; }

    /// <summary>
    /// Takes the next line if it is there as a whole. The line is without its line feed and may be changed by the caller;
    /// it is valid until the next <see cref="Fill"/>.
    /// </summary>
    /// <param name="line">The line; empty if it is too long.</param>
    /// <param name="isTooLong">Whether the line was longer than the limit and its text is lost.</param>
    public bool TryTake(out Span<byte> line, out bool isTooLong)
    {
        int length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        isTooLong = _isSkipping;
        if (length >= 0)
        {
            int lineEnd = _scanned + length;
            line = isTooLong ? default : _buffer.AsSpan(_start, lineEnd - _start);
            _start = lineEnd + 1;
            _scanned = _start;
            _isSkipping = false;
            return true;
        }

        _scanned = _end;
        line = isTooLong ? default : _buffer.AsSpan(_start, _end - _start);
        if (!_isAtEnd || (line.IsEmpty && !isTooLong))
        {
            return false;
        }

        _start = _end;
        _isSkipping = false;
        return true;
    }

    /// <summary>Reads once, as much as there is; false once the end has been reached and the last line could be taken.</summary>
    public bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        MakeRoom();
        LastReadLength = source.Read(_buffer.AsSpan(_end));
        _end += LastReadLength;
        _isAtEnd = LastReadLength == 0;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MakeRoom()
    {
        int pendingLength = _end - _start;
        if (_end < _buffer.Length && pendingLength > 0 && !_isSkipping)
        {
            return;
        }

        if (_isSkipping || pendingLength >= maximumLineLength)
        {
            _isSkipping = true;
            pendingLength = 0;
        }
        else if (pendingLength == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _buffer.Length, maximumLineLength));
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, pendingLength).CopyTo(_buffer);
        }

        _start = 0;
        _scanned = pendingLength;
        _end = pendingLength;
    }
}
