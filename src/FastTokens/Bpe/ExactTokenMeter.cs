using System.Buffers;
using System.Text;

namespace FastTokens;

/// <summary>
/// Counts exactly the tokens of text that comes in pieces: appending them gives what counting the whole gives, wherever the cuts lie, inside
/// characters too. Reusable; not safe for concurrent use. Appending and counting allocate nothing once the buffer has grown to the longest
/// piece.
/// </summary>
/// <remarks>
/// What later text cannot change is settled and forgotten; only the last word, or run of whitespace or symbols, is kept, at most
/// <see cref="MaxOpenLength"/> bytes. One that is longer is settled as if the text ended there, and <see cref="IsExact"/> says so.
/// </remarks>
public sealed class ExactTokenMeter
{
    /// <summary>The most bytes that are kept of the end of the text: 1 MB.</summary>
    public const int MaxOpenLength = 1 << 20;

    private const int FirstBufferLength = 4 << 10;

    private const int LongPieceLength = 1 << 10;

    // A character, or what replaces one, takes up to four bytes.
    private const int MaxCharacterLength = 4;

    private readonly byte[] _openCharacter = new byte[MaxCharacterLength];
    private byte[] _buffer = new byte[FirstBufferLength];
    private int _filled;
    private int _nextAttempt;
    private int _openByteCount;
    private char _openSurrogate;
    private bool _isComplete;

    /// <summary>Makes a meter.</summary>
    public ExactTokenMeter(BpeTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        Tokenizer = tokenizer;
    }

    /// <summary>Gets the tokenizer that this meter counts with.</summary>
    public BpeTokenizer Tokenizer { get; }

    /// <summary>Gets the tokens that no further text can change.</summary>
    public long SettledCount { get; private set; }

    /// <summary>Gets the tokens of the text so far, as if it ended here. The time is linear in what is not settled.</summary>
    public long Count
    {
        get
        {
            if (!HasOpenCharacter)
            {
                return SettledCount + CountOpen(_filled);
            }

            // As if it ended here, the open character is ill-formed.
            MakeRoom(MaxCharacterLength);
            int replaced = WriteOpenCharacter(_buffer.AsSpan(_filled));
            return SettledCount + CountOpen(_filled + replaced);
        }
    }

    /// <summary>Gets whether the counts are exact: not so once a single word of more than <see cref="MaxOpenLength"/> bytes was settled in parts.</summary>
    public bool IsExact { get; private set; } = true;

    private bool HasOpenCharacter => _openByteCount > 0 || _openSurrogate != 0;

    /// <summary>Appends UTF-8 text.</summary>
    /// <exception cref="InvalidOperationException">The text is complete; <see cref="Reset"/> begins a new one.</exception>
    public void Append(ReadOnlySpan<byte> utf8Text)
    {
        ThrowIfComplete();
        CloseSurrogate();
        while (_openByteCount > 0 && !utf8Text.IsEmpty)
        {
            _openCharacter[_openByteCount++] = utf8Text[0];
            OperationStatus status = Rune.DecodeFromUtf8(_openCharacter.AsSpan(0, _openByteCount), out _, out int length);
            if (status == OperationStatus.NeedMoreData)
            {
                utf8Text = utf8Text[1..];
                continue;
            }

            // Either the byte completes the character, or it begins another one.
            utf8Text = utf8Text[(length == _openByteCount ? 1 : 0)..];
            _openByteCount = 0;
            Take<byte, Utf8Transcoder>(_openCharacter.AsSpan(0, length));
        }

        int open = Utf8TextEncoding.OpenLength(utf8Text);
        Take<byte, Utf8Transcoder>(utf8Text[..^open]);
        if (open > 0)
        {
            utf8Text[^open..].CopyTo(_openCharacter);
            _openByteCount = open;
        }
    }

    /// <summary>Appends UTF-16 text. Both encodings may alternate; a character that the other one leaves open is ill-formed.</summary>
    /// <exception cref="InvalidOperationException">The text is complete; <see cref="Reset"/> begins a new one.</exception>
    public void Append(ReadOnlySpan<char> text)
    {
        ThrowIfComplete();
        if (text.IsEmpty)
        {
            return;
        }

        CloseBytes();
        if (_openSurrogate != 0)
        {
            ReadOnlySpan<char> pair = [_openSurrogate, text[0]];
            bool isPair = char.IsLowSurrogate(text[0]);
            _openSurrogate = '\0';
            Take<char, Utf16Transcoder>(pair[..(isPair ? 2 : 1)]);
            text = text[(isPair ? 1 : 0)..];
        }

        if (!text.IsEmpty && char.IsHighSurrogate(text[^1]))
        {
            _openSurrogate = text[^1];
            text = text[..^1];
        }

        Take<char, Utf16Transcoder>(text);
    }

    /// <summary>Ends the text: settles all of it and returns its count.</summary>
    public long Complete()
    {
        CloseSurrogate();
        CloseBytes();
        SettledCount += CountOpen(_filled);
        _filled = 0;
        _isComplete = true;
        return SettledCount;
    }

    /// <summary>Forgets the text.</summary>
    public void Reset()
    {
        _filled = 0;
        _nextAttempt = 0;
        _openByteCount = 0;
        _openSurrogate = '\0';
        _isComplete = false;
        SettledCount = 0;
        IsExact = true;
    }

    private void Take<TUnit, TTranscoder>(ReadOnlySpan<TUnit> text)
        where TUnit : unmanaged
        where TTranscoder : struct, IUtf8Transcoder<TUnit>
    {
        while (!text.IsEmpty)
        {
            MakeRoom(MaxCharacterLength);
            int read = TTranscoder.Transcode(text, _buffer.AsSpan(_filled), out int written);
            text = text[read..];
            _filled += written;
            if (_filled >= _nextAttempt)
            {
                Settle();
            }
        }
    }

    /// <summary>Counts what later text cannot change, and keeps the rest.</summary>
    private void Settle()
    {
        int settled = TextCounter.CountSettled(Tokenizer.Vocabulary, Tokenizer.Grammar, _buffer.AsSpan(0, _filled), out long count);
        SettledCount += count;
        _buffer.AsSpan(settled, _filled - settled).CopyTo(_buffer);
        _filled -= settled;

        // A long word is not looked at again before it has grown by half: else many short pieces of text would cost its square.
        _nextAttempt = _filled < LongPieceLength ? 0 : _filled + (_filled / 2);
    }

    private void MakeRoom(int length)
    {
        if (_buffer.Length - _filled >= length)
        {
            return;
        }

        if (_filled >= MaxOpenLength)
        {
            SettledCount += CountOpen(_filled);
            _filled = 0;
            _nextAttempt = 0;
            IsExact = false;
            return;
        }

        Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, MaxOpenLength + MaxCharacterLength));
    }

    private long CountOpen(int length) => Tokenizer.CountTokens(_buffer.AsSpan(0, length));

    private int WriteOpenCharacter(Span<byte> utf8)
    {
        int written;
        if (_openByteCount > 0)
        {
            Utf8Transcoder.Transcode(_openCharacter.AsSpan(0, _openByteCount), utf8, out written);
        }
        else
        {
            Utf16Transcoder.Transcode([_openSurrogate], utf8, out written);
        }

        return written;
    }

    private void CloseSurrogate()
    {
        if (_openSurrogate != 0)
        {
            ReadOnlySpan<char> lone = [_openSurrogate];
            _openSurrogate = '\0';
            Take<char, Utf16Transcoder>(lone);
        }
    }

    private void CloseBytes()
    {
        if (_openByteCount > 0)
        {
            int length = _openByteCount;
            _openByteCount = 0;
            Take<byte, Utf8Transcoder>(_openCharacter.AsSpan(0, length));
        }
    }

    private void ThrowIfComplete()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The text is complete. Reset begins a new one.");
        }
    }
}
