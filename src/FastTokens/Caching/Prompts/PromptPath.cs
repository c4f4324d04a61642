using System.Globalization;

namespace FastTokens.Caching;

/// <summary>Where a segment stands in a request: <c>tools[3]</c>, <c>system[0]</c>, <c>messages[12].content[0]</c>.</summary>
/// <param name="Root">The member of the request.</param>
/// <param name="Index">The element of it, or -1.</param>
/// <param name="Member">The member of that element, or <see langword="null"/>.</param>
/// <param name="Part">The element of that member, or -1.</param>
/// <param name="Leaf">The member of that part, or <see langword="null"/>.</param>
/// <param name="LeafPart">The element of that member, or -1.</param>
public readonly record struct PromptPath(string? Root, int Index = -1, string? Member = null, int Part = -1, string? Leaf = null, int LeafPart = -1)
    : ISpanFormattable
{
    /// <inheritdoc/>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[128];
        if (TryFormat(buffer, out int written))
        {
            return new string(buffer[..written]);
        }

        char[] larger = new char[128 + (Root?.Length ?? 0) + (Member?.Length ?? 0) + (Leaf?.Length ?? 0)];
        TryFormat(larger, out written);
        return new string(larger, 0, written);
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        charsWritten = 0;
        return TryAppend(destination, ref charsWritten, Root, Index, separator: false)
            && TryAppend(destination, ref charsWritten, Member, Part, separator: true)
            && TryAppend(destination, ref charsWritten, Leaf, LeafPart, separator: true);
    }

    private static bool TryAppend(Span<char> destination, ref int written, string? name, int index, bool separator)
    {
        if (name is null)
        {
            return true;
        }

        int separatorLength = separator ? 1 : 0;
        if (destination.Length - written < name.Length + separatorLength)
        {
            return false;
        }

        if (separator)
        {
            destination[written++] = '.';
        }

        name.CopyTo(destination[written..]);
        written += name.Length;
        if (index < 0)
        {
            return true;
        }

        if (!destination[written..].TryWrite(CultureInfo.InvariantCulture, $"[{index}]", out int length))
        {
            return false;
        }

        written += length;
        return true;
    }
}
