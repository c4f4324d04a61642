using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>Zeroed memory that begins at a cache line and does not move; it lives as long as this object.</summary>
internal sealed unsafe class AlignedMemory
{
    private const int LineLength = 64;

    private readonly byte[] _array;

    internal AlignedMemory(nuint length)
    {
        _array = GC.AllocateArray<byte>(checked((int)length + LineLength), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        Pointer = (byte*)((address + LineLength - 1) & ~(nuint)(LineLength - 1));
        Length = length;
    }

    internal byte* Pointer { get; }

    internal nuint Length { get; }

    internal void Clear() => Array.Clear(_array);
}
