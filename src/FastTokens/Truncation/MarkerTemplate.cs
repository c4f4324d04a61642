using System.Globalization;
using System.Text;

namespace FastTokens;

/// <summary>A marker, taken apart into what stands in it and the numbers to put in. Immutable.</summary>
internal sealed class MarkerTemplate
{
    // long.MinValue has that many characters.
    private const int MaximumNumberLength = 20;

    private static readonly string[] Names = ["{tokens}", "{characters}", "{lines}"];

    private readonly Part[] _parts;

    private MarkerTemplate(Part[] parts)
    {
        _parts = parts;
        foreach (Part part in parts)
        {
            NeedsTokens |= part.Number == Number.Tokens;
            NeedsCharacters |= part.Number == Number.Characters;
            NeedsLines |= part.Number == Number.Lines;
            MaximumLength += MaximumNumberLength + part.Utf8Text.Length;
        }
    }

    private enum Number
    {
        Tokens,
        Characters,
        Lines,
        None,
    }

    internal bool NeedsTokens { get; }

    internal bool NeedsCharacters { get; }

    internal bool NeedsLines { get; }

    /// <summary>More than any marker has units in either encoding.</summary>
    internal int MaximumLength { get; }

    /// <summary>Returns the template of a marker, or nothing where there is none.</summary>
    internal static MarkerTemplate? Parse(string? marker)
    {
        if (string.IsNullOrEmpty(marker))
        {
            return null;
        }

        List<Part> parts = [];
        string rest = marker;
        while (rest.Length > 0)
        {
            Number number = Number.None;
            int end = rest.Length;
            for (int index = 0; index < Names.Length; index++)
            {
                int place = rest.IndexOf(Names[index], StringComparison.Ordinal);
                if (place >= 0 && place < end)
                {
                    end = place;
                    number = (Number)index;
                }
            }

            string text = rest[..end];
            parts.Add(new Part(text, Encoding.UTF8.GetBytes(text), number));
            rest = number == Number.None ? string.Empty : rest[(end + Names[(int)number].Length)..];
        }

        return new MarkerTemplate([.. parts]);
    }

    /// <summary>Writes the marker; false where it does not fit.</summary>
    internal bool TryWrite(Span<char> destination, OmittedAmounts omitted, out int written)
    {
        written = 0;
        foreach (Part part in _parts)
        {
            if (!part.Text.TryCopyTo(destination[written..]))
            {
                return false;
            }

            written += part.Text.Length;
            if (part.Number != Number.None)
            {
                if (!AmountOf(part.Number, omitted).TryFormat(destination[written..], out int length, default, CultureInfo.InvariantCulture))
                {
                    return false;
                }

                written += length;
            }
        }

        return true;
    }

    /// <inheritdoc cref="TryWrite(Span{char}, OmittedAmounts, out int)"/>
    internal bool TryWrite(Span<byte> destination, OmittedAmounts omitted, out int written)
    {
        written = 0;
        foreach (Part part in _parts)
        {
            if (!part.Utf8Text.AsSpan().TryCopyTo(destination[written..]))
            {
                return false;
            }

            written += part.Utf8Text.Length;
            if (part.Number != Number.None)
            {
                if (!AmountOf(part.Number, omitted).TryFormat(destination[written..], out int length, default, CultureInfo.InvariantCulture))
                {
                    return false;
                }

                written += length;
            }
        }

        return true;
    }

    /// <summary>Returns the marker.</summary>
    internal string ToString(OmittedAmounts omitted)
    {
        Span<char> buffer = new char[MaximumLength];
        TryWrite(buffer, omitted, out int length);
        return buffer[..length].ToString();
    }

    private static long AmountOf(Number number, OmittedAmounts omitted) => number switch
    {
        Number.Tokens => omitted.Tokens,
        Number.Characters => omitted.Characters,
        _ => omitted.Lines,
    };

    private readonly record struct Part(string Text, byte[] Utf8Text, Number Number);
}
