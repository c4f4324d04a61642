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

    /// <summary>Reads the bit at each of sixteen indices: the lowest one of its lane, whatever the others are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> GatherBits(uint* start, Vector512<uint> indices) =>
        Avx512F.ShiftRightLogicalVariable(Gather(start, indices >> 5), indices & Vector512.Create(31u));

    /// <summary>The same as the first for eight. They go into zeros: otherwise it would wait for what the register had before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<uint> Gather(uint* start, Vector256<uint> indices, [ConstantExpected(Min = 1, Max = 8)] byte scale = sizeof(uint)) =>
        Avx2.GatherMaskVector256(Vector256<uint>.Zero, start, indices.AsInt32(), Vector256<uint>.AllBitsSet, scale);
}
