using System.Buffers;
using System.Text;

namespace FastTokens;

/// <summary>Facts about UTF-16 text.</summary>
internal static class Utf16Text
{
    /// <summary>Returns whether a text holds no lone surrogate.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
