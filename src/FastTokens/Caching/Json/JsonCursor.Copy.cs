using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastTokens.Caching;

// Copying. A copy is never longer than what it is made from, and may write up to Slack bytes behind its end.
internal ref partial struct JsonCursor
{
    /// <summary>The bytes that a destination must have beyond those left to read.</summary>
    public const int Slack = 16;

    /// <summary>Moves over a string and writes the text that it stands for.</summary>
    /// <returns>The length of that text in bytes.</returns>
    public int CopyText(Span<byte> destination) => CopyString<DecodedText>(destination);

    /// <summary>Writes the name of the member that <see cref="NextMember"/> moved to last, in canonical form, with its quotes and a colon.</summary>
    public int CopyName(Span<byte> destination)
    {
        int value = Position;
        Position = _nameStart;
        destination[0] = (byte)'"';
        int length = 1 + CopyString<CanonicalText>(destination[1..]);
        destination[length++] = (byte)'"';
        destination[length++] = (byte)':';
        Position = value;
        return length;
    }

    /// <summary>
    /// Moves over a value and writes it as JSON without white space between tokens and with as few escapes as can be (quote, backslash, control
    /// characters): values that differ only in how they are written down come out the same. Members stay in their order.
    /// </summary>
    public int CopyCanonical(Span<byte> destination, int depth = 0)
    {
        int length = 0;
        switch (PeekKind())
        {
            case JsonKind.Object:
                CheckDepth(depth);
                Open();
                destination[length++] = (byte)'{';
                for (bool isFirst = true; Peek() != (byte)'}';)
                {
                    length += CopyMember(destination[length..], ref isFirst, depth + 1);
                }

                Position++;
                destination[length++] = (byte)'}';
                return length;
            case JsonKind.Array:
                CheckDepth(depth);
                Open();
                destination[length++] = (byte)'[';
                for (bool isFirst = true; ;)
                {
                    bool needsComma = !isFirst;
                    if (!NextElement(ref isFirst))
                    {
                        break;
                    }

                    if (needsComma)
                    {
                        destination[length++] = (byte)',';
                    }

                    length += CopyCanonical(destination[length..], depth + 1);
                }

                destination[length++] = (byte)']';
                return length;
            case JsonKind.String:
                destination[0] = (byte)'"';
                length = 1 + CopyString<CanonicalText>(destination[1..]);
                destination[length] = (byte)'"';
                return length + 1;
            default:
                int start = Position;
                SkipScalar();
                Since(start).CopyTo(destination);
                return Position - start;
        }
    }

    /// <summary>Copies the escape that the text begins with; returns its length and that of what it stands for.</summary>
    public (int Read, int Written) CopyEscape(scoped Span<byte> destination, bool isCanonical)
    {
        int end = EndOfEscape(0, out int character);
        return (end, isCanonical ? CanonicalText.Write(character, destination) : DecodedText.Write(character, destination));
    }

    // One member, with the comma before it unless it is the first. The name is decoded too: it may be written with escapes.
    private int CopyMember(Span<byte> destination, ref bool isFirst, int depth)
    {
        int length = 0;
        if (!isFirst)
        {
            destination[length++] = (byte)',';
            if (Peek() != (byte)',')
            {
                Throw("a comma or } was expected");
            }

            Position++;
        }

        isFirst = false;
        if (Peek() != (byte)'"')
        {
            Throw("a member name was expected");
        }

        destination[length++] = (byte)'"';
        length += CopyString<CanonicalText>(destination[length..]);
        destination[length++] = (byte)'"';
        if (Peek() != (byte)':')
        {
            Throw("a colon was expected");
        }

        Position++;
        destination[length++] = (byte)':';
        return length + CopyCanonical(destination[length..], depth);
    }

    private int CopyString<TText>(Span<byte> destination)
        where TText : struct, IStringText
    {
        int position = Position + 1;
        int length = 0;
        ref byte source = ref MemoryMarshal.GetReference(_json);
        ref byte target = ref MemoryMarshal.GetReference(destination);
        while (true)
        {
            if (position + Vector128<byte>.Count <= _json.Length && length + Vector128<byte>.Count <= destination.Length)
            {
                // All sixteen are written; those from the first special on are overwritten later.
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, (nuint)position);
                bytes.StoreUnsafe(ref target, (nuint)length);
                uint specials = Specials(bytes);
                int plain = specials == 0 ? Vector128<byte>.Count : System.Numerics.BitOperations.TrailingZeroCount(specials);
                position += plain;
                length += plain;
                if (specials == 0)
                {
                    continue;
                }
            }

            byte next = position < _json.Length ? _json[position] : (byte)0;
            switch (next)
            {
                case (byte)'"':
                    Position = position + 1;
                    return length;
                case (byte)'\\':
                    position = EndOfEscape(position, out int character);
                    length += TText.Write(character, destination[length..]);
                    break;
                case < (byte)' ':
                    Position = position;
                    Throw("a string must be closed and hold no control characters");
                    break;
                default:
                    destination[length++] = next;
                    position++;
                    break;
            }
        }
    }

    /// <summary>How the character that an escape stands for is written.</summary>
    private interface IStringText
    {
        static abstract int Write(int character, scoped Span<byte> destination);
    }

    private readonly struct DecodedText : IStringText
    {
        public static int Write(int character, scoped Span<byte> destination)
        {
            if (character < 0x80)
            {
                destination[0] = (byte)character;
                return 1;
            }

            return new System.Text.Rune(character).EncodeToUtf8(destination);
        }
    }

    private readonly struct CanonicalText : IStringText
    {
        public static int Write(int character, scoped Span<byte> destination)
        {
            if (character is >= ' ' and not ('"' or '\\'))
            {
                return DecodedText.Write(character, destination);
            }

            destination[0] = (byte)'\\';
            destination[1] = character switch
            {
                '\n' => (byte)'n',
                '\t' => (byte)'t',
                '\r' => (byte)'r',
                '\b' => (byte)'b',
                '\f' => (byte)'f',
                '"' or '\\' => (byte)character,
                _ => (byte)'u',
            };
            if (destination[1] != (byte)'u')
            {
                return 2;
            }

            destination[2] = destination[3] = (byte)'0';
            destination[4] = (byte)('0' + (character >> 4));
            destination[5] = (byte)"0123456789abcdef"[character & 15];
            return 6;
        }
    }
}
