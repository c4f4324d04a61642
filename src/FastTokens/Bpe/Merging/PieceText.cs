using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Pieces put together as a text that <see cref="SymbolReader"/> reads.</summary>
internal unsafe ref struct PieceText
{
    /// <summary>The memory for a text, in bytes: some more are read and written than there are.</summary>
    internal const int MemoryLength = SymbolReader.MaxLength + (2 * Padding);

    private const int Padding = 64;

    /// <param name="memory">Memory for <see cref="MemoryLength"/> bytes.</param>
    internal PieceText(byte* memory)
    {
        Bytes = memory + Padding;
        Clear();
    }

    /// <summary>The text.</summary>
    internal readonly byte* Bytes { get; }

    /// <summary>The number of bytes, with separators.</summary>
    internal int Length { get; private set; }

    /// <summary>The number of bytes that are free.</summary>
    internal readonly int Free => SymbolReader.MaxLength - Length - 1;

    /// <summary>Takes a piece for which there is room.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="readable">How many bytes from its start on are readable.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(byte* piece, int length, int readable)
    {
        if (length <= Vector512<byte>.Count && readable >= Vector512<byte>.Count)
        {
            Vector512.Load(piece).Store(Bytes + Length);
        }
        else
        {
            Unsafe.CopyBlockUnaligned(Bytes + Length, piece, (uint)length);
        }

        Length += length;
        Bytes[Length++] = SymbolReader.Separator;
    }

    /// <summary>Forgets all pieces.</summary>
    internal void Clear()
    {
        Bytes[0] = SymbolReader.Separator;
        Length = 1;
    }
}
