using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Estimates short ASCII text in one go: what a scan would count is priced at once, 64 characters at a time, and the estimate is the same.</summary>
/// <remarks>It needs a CPU that looks up 128 bytes in one instruction. What it does not do, and what any CPU does, is the matter of <see cref="TextScan"/>.</remarks>
internal static class ShortText
{
    /// <summary>The longest text that it takes, in units: longer ones gain little.</summary>
    internal const int MaxLength = 256;

    private const int BlockLength = 64;

    /// <summary>Gets whether this CPU can.</summary>
    internal static bool IsSupported => Avx512Vbmi.IsSupported;

    /// <summary>Estimates a text; returns <see langword="false"/> if it is too long, is not ASCII, or has a long run of one character.</summary>
    /// <typeparam name="TUnit"><see cref="byte"/> for UTF-8, <see cref="char"/> for UTF-16.</typeparam>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryEstimate<TUnit>(TokenProfile profile, ReadOnlySpan<TUnit> text, out int tokens)
        where TUnit : unmanaged
    {
        tokens = 0;
        if (!IsSupported || (uint)(text.Length - 1) >= MaxLength || profile.PairPrices is not PairPrices prices)
        {
            return false;
        }

        Vector512<byte> lanes = Vector512<byte>.Indices;
        Vector512<byte> laneBefore = lanes + Vector512.Create((byte)127); // The last lane of the second source, then those of the first.
        Vector512<byte> lowCodes = Vector512.Create(PairCodes.Codes[..BlockLength]);
        Vector512<byte> highCodes = Vector512.Create(PairCodes.Codes[BlockLength..]);
        Vector512<byte> before = Vector512.Create(CharacterClasses.BeforeText);
        Vector512<ulong> sums = Vector512<ulong>.Zero;
        long price = 0;
        ulong equalBefore = 0;
        ulong digitsBefore = 0;
        for (int start = 0; start < text.Length; start += BlockLength)
        {
            int count = Math.Min(BlockLength, text.Length - start);
            Vector512<byte> block = Load(text.Slice(start, count));
            Vector512<byte> isInside = Vector512.LessThan(lanes, Vector512.Create((byte)count));
            Vector512<byte> previous = Avx512Vbmi.PermuteVar64x8x2(block, laneBefore, before);
            ulong equal = (Vector512.Equals(block, previous) & isInside).ExtractMostSignificantBits();
            if (block.ExtractMostSignificantBits() != 0 || HasRun(equal, equalBefore))
            {
                return false;
            }

            Vector512<byte> isDigit = Vector512.LessThan(block - Vector512.Create((byte)'0'), Vector512.Create((byte)10));
            Vector512<byte> isLaterDigit = isDigit & Vector512.LessThan(previous - Vector512.Create((byte)'0'), Vector512.Create((byte)10));
            ulong digits = isDigit.ExtractMostSignificantBits();
            if (isLaterDigit != Vector512<byte>.Zero)
            {
                price += PriceOfDigits(profile.Weights, digits, digitsBefore);
            }

            Vector512<byte> codesBefore = Avx512Vbmi.PermuteVar64x8x2(lowCodes, previous, highCodes);
            Vector512<byte> codes = Vector512.AndNot(Avx512Vbmi.PermuteVar64x8x2(lowCodes, block, highCodes) & isInside, isLaterDigit);
            sums += prices.Sum(Vector512.ConditionalSelect(Vector512.Create(PairCodes.PreviousMask), codesBefore, codes));
            before = block;
            equalBefore = equal;
            digitsBefore = digits;
        }

        tokens = (int)TokenProfile.Round(price + (long)Vector512.Sum(sums), text.Length);
        return true;
    }

    /// <summary>Returns up to 64 units as bytes and zeros behind them; what is not ASCII has its highest bit set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<byte> Load<TUnit>(ReadOnlySpan<TUnit> text)
        where TUnit : unmanaged
    {
        fixed (TUnit* first = text)
        {
            if (typeof(TUnit) == typeof(byte))
            {
                return text.Length == BlockLength ? Vector512.Load((byte*)first)
                    : Avx512BW.MaskLoad((byte*)first, Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)text.Length)), Vector512<byte>.Zero);
            }

            Vector512<ushort> lanes = Vector512<ushort>.Indices;
            Vector512<ushort> low = Avx512BW.MaskLoad((ushort*)first, Vector512.LessThan(lanes, Vector512.Create((ushort)text.Length)), Vector512<ushort>.Zero);
            Vector512<ushort> high = Avx512BW.MaskLoad(
                (ushort*)first + 32, Vector512.LessThan(lanes + Vector512.Create((ushort)32), Vector512.Create((ushort)text.Length)), Vector512<ushort>.Zero);
            return Vector512.NarrowWithSaturation(low, high);
        }
    }

    /// <summary>Returns whether a character in this word is the eighth of a run, see <see cref="RunScan{TOps, TVector}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasRun(ulong equal, ulong equalBefore)
    {
        Run<ScalarScanOps, ulong> from1 = new(equal, equalBefore);
        Run<ScalarScanOps, ulong> from2 = from1.And(in from1, 1);
        Run<ScalarScanOps, ulong> from4 = from2.And(in from2, 2);
        return (from4.Here & from4.Before(3)) != 0;
    }

    /// <summary>Returns the price of the later digits of numbers.</summary>
    private static unsafe long PriceOfDigits(ReadOnlySpan<int> weights, ulong digits, ulong digitsBefore)
    {
        ulong* words = stackalloc ulong[] { digitsBefore, digits };
        ulong* counts = stackalloc ulong[DigitScan<ScalarScanOps, ulong>.Count];
        new Span<ulong>(counts, DigitScan<ScalarScanOps, ulong>.Count).Clear();
        DigitScan<ScalarScanOps, ulong>.Add(ref words[1], counts);
        long price = 0;
        for (int feature = 0; feature < DigitScan<ScalarScanOps, ulong>.Count; feature++)
        {
            price += (long)counts[feature] * weights[FeatureLayout.AsciiBase + feature];
        }

        return price;
    }
}
