using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Counts the later digits of numbers by their place. Tokenizers cut numbers into groups of three or into digits: what counts is where in
/// the number a digit stands.
/// </summary>
internal static class DigitScan<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>The counters: the first of <see cref="AsciiFeature"/>.</summary>
    internal const int Count = (int)AsciiFeature.Digits13Up + 1;

    /// <summary>Adds one vector of characters.</summary>
    /// <param name="digits">The word of the plane of digits that the vector begins with.</param>
    /// <param name="sums">A sum for each counter.</param>
    internal static unsafe void Add(ref readonly ulong digits, TVector* sums)
    {
        // 'At least n-th digit' masks double: a digit is at least the 4th where it and the one two before are at least the 2nd.
        Run<TOps, TVector> digit = Run<TOps, TVector>.Load(in digits);
        Run<TOps, TVector> from2 = digit.And(in digit, 1);
        if (TOps.IsZero(from2.Here))
        {
            return;
        }

        Run<TOps, TVector> from4 = from2.And(in from2, 2);
        TVector from5 = TOps.And(from4.Here, from4.Before(1));
        Run<TOps, TVector> from7 = from4.And(in from4, 3);
        AddCount(AsciiFeature.Digits2To3, TOps.AndNot(from2.Here, from4.Here), sums);
        AddCount(AsciiFeature.Digit4, TOps.AndNot(from4.Here, from5), sums);
        AddCount(AsciiFeature.Digits5To6, TOps.AndNot(from5, from7.Here), sums);
        if (TOps.IsZero(from7.Here))
        {
            return;
        }

        TVector from8 = TOps.And(from7.Here, from7.Before(1));
        TVector from10 = TOps.And(from7.Here, from7.Before(3));
        TVector from11 = TOps.And(from7.Here, from7.Before(4));
        TVector from13 = TOps.And(from7.Here, from7.Before(6));
        AddCount(AsciiFeature.Digit7, TOps.AndNot(from7.Here, from8), sums);
        AddCount(AsciiFeature.Digits8To9, TOps.AndNot(from8, from10), sums);
        AddCount(AsciiFeature.Digit10, TOps.AndNot(from10, from11), sums);
        AddCount(AsciiFeature.Digits11To12, TOps.AndNot(from11, from13), sums);
        AddCount(AsciiFeature.Digits13Up, from13, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void AddCount(AsciiFeature feature, TVector characters, TVector* sums) =>
        sums[(int)feature] = TOps.AddCount(sums[(int)feature], characters);
}
