using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Writes bytes that have been made in the places of a vector, only those that are wanted.</summary>
internal static unsafe class ChosenBytes
{
    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => Avx512BW.IsSupported && Avx512Vbmi2.IsSupported;

    /// <summary>Writes those bytes that are kept, and anything behind them up to the length of the vector; returns how many are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Write(Vector512<byte> bytes, Vector512<byte> isKept, byte* destination)
    {
        Avx512Vbmi2.Compress(Vector512<byte>.Zero, isKept, bytes).Store(destination);
        return BitOperations.PopCount(isKept.ExtractMostSignificantBits());
    }
}
