using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Finds how much of a text an estimate lets through, without reading more of it than the budget asks for.</summary>
internal static class EstimateSearch<TEncoding, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    // Between two looks at the budget: short against what a budget lets through, long against the cost of a look.
    private const int PieceLength = 4096;

    /// <summary>Returns whether the estimate of a text is at most <paramref name="maxTokenCount"/>, and the estimate where it is.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Fits(TokenProfile profile, ReadOnlySpan<TUnit> text, int maxTokenCount, out int tokenCount)
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        tokenCount = 0;
        for (int start = 0; start < text.Length; start += PieceLength)
        {
            // What has been counted so far is a lower bound: appending text never takes an estimate back.
            if (profile.Estimate(in scan.Features) > maxTokenCount)
            {
                return false;
            }

            TEncoding.Append(ref scan, text.Slice(start, Math.Min(PieceLength, text.Length - start)));
        }

        long estimate = scan.Estimate(profile);
        tokenCount = estimate <= maxTokenCount ? (int)estimate : 0;
        return estimate <= maxTokenCount;
    }

    /// <summary>Returns the end of the longest prefix whose estimate is at most <paramref name="maxTokenCount"/>.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int PrefixEnd(TokenProfile profile, ReadOnlySpan<TUnit> text, int maxTokenCount, out int tokenCount)
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        tokenCount = 0;
        int fitting = 0;
        while (fitting < text.Length)
        {
            TextScan before = scan;
            int end = TEncoding.FloorBoundary(text, Math.Min(text.Length, fitting + PieceLength));
            TEncoding.Append(ref scan, text[fitting..end]);
            long estimate = scan.Estimate(profile);
            if (estimate > maxTokenCount)
            {
                return PrefixEndInPiece(profile, in before, text, fitting, end, maxTokenCount, ref tokenCount);
            }

            tokenCount = (int)estimate;
            fitting = end;
        }

        return fitting;
    }

    /// <summary>Returns the start of a suffix whose own estimate is at most <paramref name="maxTokenCount"/>.</summary>
    internal static int SuffixStart(TokenProfile profile, ReadOnlySpan<TUnit> text, int maxTokenCount, out int tokenCount)
    {
        // Suffixes grow by doubling until one is too long, then the gap is halved. What begins a suffix counts as the beginning of a text,
        // so a longer suffix may count less by a token; each is judged by its own count.
        int fitting = text.Length;
        int tooLong = -1;
        long step = 16 + (4L * maxTokenCount);
        tokenCount = 0;
        while (fitting > 0)
        {
            int start = tooLong < 0
                ? TEncoding.FloorBoundary(text, (int)Math.Max(0, text.Length - step))
                : BoundaryBetween(text, tooLong, fitting);
            if (start < 0)
            {
                break;
            }

            if (Fits(profile, text[start..], maxTokenCount, out int count))
            {
                fitting = start;
                tokenCount = count;
            }
            else
            {
                tooLong = start;
            }

            step *= 2;
        }

        return fitting;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PrefixEndInPiece(
        TokenProfile profile, in TextScan before, ReadOnlySpan<TUnit> text, int start, int tooLong, int maxTokenCount, ref int tokenCount)
    {
        int fitting = start;
        while (BoundaryBetween(text, fitting, tooLong) is >= 0 and int middle)
        {
            TextScan scan = before;
            TEncoding.Append(ref scan, text[start..middle]);
            long estimate = scan.Estimate(profile);
            if (estimate > maxTokenCount)
            {
                tooLong = middle;
            }
            else
            {
                fitting = middle;
                tokenCount = (int)estimate;
            }
        }

        return fitting;
    }

    /// <summary>Returns a place between two others, near their middle, where a character begins; -1 where there is none.</summary>
    private static int BoundaryBetween(ReadOnlySpan<TUnit> text, int low, int high)
    {
        int middle = low + ((high - low) / 2);
        int boundary = TEncoding.FloorBoundary(text, middle);
        while (boundary <= low && middle < high)
        {
            boundary = TEncoding.FloorBoundary(text, ++middle);
        }

        return boundary > low && boundary < high ? boundary : -1;
    }
}
