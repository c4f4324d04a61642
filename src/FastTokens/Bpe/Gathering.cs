using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Reads from many places of a table at once.</summary>
internal static unsafe class Gathering
{
    /// <summary>Reads a word at each of sixteen indices, by the steps of the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Gather(uint* start, Vector512<uint> indices, [ConstantExpected(Min = 1, Max = 8)] byte scale = sizeof(uint)) =>
        Gather(start, indices.GetLower(), scale).ToVector512Unsafe().WithUpper(Gather(start, indices.GetUpper(), scale));

    /// <summary>The same for eight. They go into zeros: otherwise it would wait for what the register had before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<uint> Gather(uint* start, Vector256<uint> indices, [ConstantExpected(Min = 1, Max = 8)] byte scale = sizeof(uint)) =>
        Avx2.GatherMaskVector256(Vector256<uint>.Zero, start, indices.AsInt32(), Vector256<uint>.AllBitsSet, scale);
}
