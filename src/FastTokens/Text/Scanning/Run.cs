using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>A mask of characters together with that of the 64 before them, so that it can be shifted across words.</summary>
internal readonly struct Run<TOps, TVector>(TVector here, TVector wordBefore)
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    internal readonly TVector Here = here;
    private readonly TVector _wordBefore = wordBefore;

    /// <summary>Loads the words of a plane at <paramref name="words"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Run<TOps, TVector> Load(ref readonly ulong words) =>
        new(TOps.Load(in words), TOps.Load(ref Unsafe.Subtract(ref Unsafe.AsRef(in words), 1)));

    /// <summary>Returns the mask of the characters <paramref name="count"/> before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TVector Before(int count) => TOps.Or(TOps.ShiftLeft(Here, count), TOps.ShiftRight(_wordBefore, 64 - count));

    /// <summary>Returns where this holds and <paramref name="other"/> held <paramref name="count"/> characters before.</summary>
    /// <remarks>The lowest bits of the word before are then too few, by as many as were shifted; no use of them reaches there.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Run<TOps, TVector> And(in Run<TOps, TVector> other, int count) =>
        new(TOps.And(Here, other.Before(count)), TOps.And(_wordBefore, TOps.ShiftLeft(other._wordBefore, count)));
}
