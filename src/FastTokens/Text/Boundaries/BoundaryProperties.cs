using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>What the boundaries of a text depend on, one byte a character, from a table.</summary>
internal readonly record struct BoundaryProperties(byte Packed)
{
    /// <summary>The code points of a page of the table.</summary>
    internal const int PageLength = 128;

    private const int CategoryShift = 5;

    internal GraphemeClass Grapheme => (GraphemeClass)(Packed & ((1 << CategoryShift) - 1));

    internal BoundaryCategory Category => (BoundaryCategory)(Packed >> CategoryShift);

    internal bool IsSpace => Category is BoundaryCategory.Space or BoundaryCategory.LineEnd;

    internal bool EndsSentence => Category is BoundaryCategory.SentenceEnd or BoundaryCategory.UnspacedSentenceEnd;

    internal static byte Pack(GraphemeClass grapheme, BoundaryCategory category) => (byte)((int)grapheme | ((int)category << CategoryShift));

    /// <summary>Returns the properties of a Unicode scalar value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static BoundaryProperties Of(int scalar)
    {
        int page = Unsafe.Add(ref MemoryMarshal.GetReference(BoundaryTable.Pages), (nint)(uint)scalar / PageLength);
        return new(Unsafe.Add(ref MemoryMarshal.GetReference(BoundaryTable.Values), (nint)((page * PageLength) | (scalar % PageLength))));
    }
}
