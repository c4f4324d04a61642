using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastTokens.Caching;

/// <summary>
/// A place in a JSON text that moves over values: skips them, decodes them, or copies them in canonical form, and checks the whole grammar
/// (RFC 8259) on the way.
/// </summary>
/// <remarks>
/// <see cref="System.Text.Json.Utf8JsonReader"/> reads bytewise behind the first escape of a string, at half a gigabyte a second on requests,
/// whose strings are mostly escaped text. Here sixteen bytes are looked at and copied at a time between escapes, and what is not needed is
/// read only once. Tests compare both, byte for byte.
/// </remarks>
internal ref partial struct JsonCursor
{
    /// <summary>Objects and arrays inside one another, at most.</summary>
    public const int MaximumDepth = 128;

    private readonly ReadOnlySpan<byte> _json;
    private int _nameStart;

    public JsonCursor(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>The offset of the next byte to read.</summary>
    public int Position { get; set; }

    /// <summary>Throws unless the text is well-formed UTF-8. Whoever moves over it afterwards need not look again.</summary>
    public readonly void RequireUtf8()
    {
        if (!Utf8Validation.IsValid(_json))
        {
            ThrowIllFormed();
        }
    }

    /// <summary>Moves to the next value and says what it is by its first byte.</summary>
    public JsonKind PeekKind() => Peek() switch
    {
        (byte)'{' => JsonKind.Object,
        (byte)'[' => JsonKind.Array,
        (byte)'"' => JsonKind.String,
        (byte)'t' => JsonKind.True,
        (byte)'f' => JsonKind.False,
        (byte)'n' => JsonKind.Null,
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => JsonKind.Number,
        _ => ThrowNoValue(),
    };

    /// <summary>Moves behind the bracket that opens an object or array.</summary>
    public void Open()
    {
        SkipWhiteSpace();
        Position++;
    }

    /// <summary>
    /// Moves to the value of the next member of an object, or behind the object.
    /// </summary>
    /// <param name="isFirst">Whether the object has just been opened; set to <see langword="false"/>.</param>
    /// <param name="name">The name as it stands between its quotes, escapes and all.</param>
    public bool NextMember(scoped ref bool isFirst, out ReadOnlySpan<byte> name)
    {
        byte next = Peek();
        if (next == (byte)'}')
        {
            Position++;
            name = default;
            return false;
        }

        if (!isFirst)
        {
            if (next != (byte)',')
            {
                Throw("a comma or } was expected");
            }

            Position++;
            next = Peek();
        }

        isFirst = false;
        if (next != (byte)'"')
        {
            Throw("a member name was expected");
        }

        _nameStart = Position;
        SkipString();
        name = _json[(_nameStart + 1)..(Position - 1)];
        if (Peek() != (byte)':')
        {
            Throw("a colon was expected");
        }

        Position++;
        return true;
    }

    /// <summary>Moves to the next element of an array, or behind the array.</summary>
    public bool NextElement(scoped ref bool isFirst)
    {
        byte next = Peek();
        if (next == (byte)']')
        {
            Position++;
            return false;
        }

        if (!isFirst)
        {
            if (next != (byte)',')
            {
                Throw("a comma or ] was expected");
            }

            Position++;
            SkipWhiteSpace();
        }

        isFirst = false;
        return true;
    }

    /// <summary>Whether the array that the cursor stands in, behind an element, has no further one.</summary>
    public bool IsAtLastElement() => Peek() == (byte)']';

    /// <summary>Moves over a value.</summary>
    public void SkipValue(int depth = 0)
    {
        switch (PeekKind())
        {
            case JsonKind.Object:
                CheckDepth(depth);
                Open();
                for (bool isFirst = true; NextMember(ref isFirst, out _);)
                {
                    SkipValue(depth + 1);
                }

                break;
            case JsonKind.Array:
                CheckDepth(depth);
                Open();
                for (bool isFirst = true; NextElement(ref isFirst);)
                {
                    SkipValue(depth + 1);
                }

                break;
            case JsonKind.String:
                SkipString();
                break;
            default:
                SkipScalar();
                break;
        }
    }

    /// <summary>Throws unless only white space follows.</summary>
    public void RequireEnd()
    {
        SkipWhiteSpace();
        if (Position < _json.Length)
        {
            Throw("nothing may follow the request");
        }
    }

    /// <summary>Returns the bytes of the value that a place before it was remembered for, after the cursor has moved behind it.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _json[start..Position];

    public void SkipWhiteSpace()
    {
        ReadOnlySpan<byte> json = _json;
        int position = Position;
        while ((uint)position < (uint)json.Length && json[position] <= (byte)' ' && json[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        Position = position;
    }

    [DoesNotReturn]
    public readonly void Throw(string reason) =>
        throw new PromptFormatException(Position >= _json.Length ? $"{reason}, but the text ends" : reason, Position);

    // Nearly always the next token stands right here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Peek()
    {
        ReadOnlySpan<byte> json = _json;
        int position = Position;
        return (uint)position < (uint)json.Length && json[position] > (byte)' ' ? json[position] : PeekBehindWhiteSpace();
    }

    private byte PeekBehindWhiteSpace()
    {
        SkipWhiteSpace();
        return Position < _json.Length ? _json[Position] : (byte)0;
    }

    private void SkipString()
    {
        int position = Position + 1;
        ref byte start = ref MemoryMarshal.GetReference(_json);
        while (true)
        {
            if (position + Vector128<byte>.Count <= _json.Length)
            {
                uint specials = Specials(Vector128.LoadUnsafe(ref start, (nuint)position));
                if (specials == 0)
                {
                    position += Vector128<byte>.Count;
                    continue;
                }

                position += System.Numerics.BitOperations.TrailingZeroCount(specials);
            }

            switch (position < _json.Length ? _json[position] : (byte)0)
            {
                case (byte)'"':
                    Position = position + 1;
                    return;
                case (byte)'\\':
                    position = EndOfEscape(position, out _);
                    break;
                case < (byte)' ':
                    Position = position;
                    Throw("a string must be closed and hold no control characters");
                    break;
                default:
                    position++;
                    break;
            }
        }
    }

    // A bit for each byte that does not stand for itself: the quote, the backslash, and control characters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Specials(Vector128<byte> bytes) =>
        (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.LessThan(bytes, Vector128.Create((byte)' '))).ExtractMostSignificantBits();

    /// <summary>Returns where an escape ends and what character it stands for; of a surrogate pair both halves are one escape.</summary>
    private int EndOfEscape(int position, out int character)
    {
        byte letter = position + 1 < _json.Length ? _json[position + 1] : (byte)0;
        switch (letter)
        {
            case (byte)'n':
                character = '\n';
                return position + 2;
            case (byte)'"' or (byte)'\\' or (byte)'/':
                character = letter;
                return position + 2;
            case (byte)'t':
                character = '\t';
                return position + 2;
            case (byte)'r':
                character = '\r';
                return position + 2;
            case (byte)'b':
                character = '\b';
                return position + 2;
            case (byte)'f':
                character = '\f';
                return position + 2;
            case (byte)'u':
                return EndOfUnicodeEscape(position, out character);
            default:
                Position = Math.Min(position + 1, _json.Length);
                Throw("an escape was expected");
                character = 0;
                return position;
        }
    }

    private int EndOfUnicodeEscape(int position, out int character)
    {
        character = HexUnit(position);
        if (!char.IsSurrogate((char)character))
        {
            return position + 6;
        }

        // A lone half counts as U+FFFD, as in all ill-formed text.
        bool isHigh = char.IsHighSurrogate((char)character);
        if (isHigh && position + 7 < _json.Length && _json[position + 6] == (byte)'\\' && _json[position + 7] == (byte)'u')
        {
            int low = HexUnit(position + 6);
            if (char.IsLowSurrogate((char)low))
            {
                character = char.ConvertToUtf32((char)character, (char)low);
                return position + 12;
            }
        }

        character = 0xFFFD;
        return position + 6;
    }

    private int HexUnit(int position)
    {
        int unit = 0;
        for (int index = position + 2; index < position + 6; index++)
        {
            int digit = index < _json.Length ? HexDigit(_json[index]) : -1;
            if (digit < 0)
            {
                Position = Math.Min(index, _json.Length);
                Throw("four hexadecimal digits were expected");
            }

            unit = (unit << 4) | digit;
        }

        return unit;
    }

    private static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private void SkipScalar()
    {
        switch (_json[Position])
        {
            case (byte)'t':
                SkipLiteral("true"u8);
                break;
            case (byte)'f':
                SkipLiteral("false"u8);
                break;
            case (byte)'n':
                SkipLiteral("null"u8);
                break;
            default:
                SkipNumber();
                break;
        }
    }

    private void SkipLiteral(ReadOnlySpan<byte> literal)
    {
        int common = _json[Position..].CommonPrefixLength(literal);
        Position += common;
        if (common < literal.Length)
        {
            Throw("true, false or null was expected");
        }
    }

    private void SkipNumber()
    {
        if (_json[Position] == (byte)'-')
        {
            Position++;
        }

        if (Position < _json.Length && _json[Position] == (byte)'0')
        {
            Position++;
        }
        else
        {
            SkipDigits();
        }

        if (Position < _json.Length && _json[Position] == (byte)'.')
        {
            Position++;
            SkipDigits();
        }

        if (Position < _json.Length && _json[Position] is (byte)'e' or (byte)'E')
        {
            Position++;
            if (Position < _json.Length && _json[Position] is (byte)'+' or (byte)'-')
            {
                Position++;
            }

            SkipDigits();
        }
    }

    private void SkipDigits()
    {
        int start = Position;
        while (Position < _json.Length && _json[Position] is >= (byte)'0' and <= (byte)'9')
        {
            Position++;
        }

        if (Position == start)
        {
            Throw("a digit was expected");
        }
    }

    private readonly void CheckDepth(int depth)
    {
        if (depth >= MaximumDepth)
        {
            Throw("objects and arrays are nested too deeply");
        }
    }

    [DoesNotReturn]
    private readonly JsonKind ThrowNoValue()
    {
        Throw("a value was expected");
        return default;
    }

    [DoesNotReturn]
    private readonly void ThrowIllFormed()
    {
        int valid = 0;
        while (System.Text.Rune.DecodeFromUtf8(_json[valid..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        throw new PromptFormatException("the text is not well-formed UTF-8", valid);
    }
}
