using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts ASCII characters by what they follow, later digits of numbers, and long runs of one character: see <see cref="AsciiFeature"/>.</summary>
internal static class AsciiScan<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>Adds one vector of characters to the counters.</summary>
    /// <param name="masks">The masks of the vector, see <see cref="ScanMasks"/>; the levels are written here.</param>
    /// <param name="sums">The counters, see <see cref="FeatureLayout"/>.</param>
    [SkipLocalsInit]
    internal static unsafe void Count(TVector* masks, TVector* sums)
    {
        BigramLevels<TOps, TVector>.Compute(masks + ScanMasks.Class, masks + ScanMasks.PreviousClass, masks + ScanMasks.Level, masks + ScanMasks.LevelScratch);
        ref AsciiClasses current = ref *(AsciiClasses*)(masks + ScanMasks.AsciiClasses);
        ref AsciiClasses previous = ref Unsafe.Add(ref current, 1);
        current.Decode(masks + ScanMasks.Class);
        previous.Decode(masks + ScanMasks.PreviousClass);
        CountRuns(ref current, masks, sums);
        if (!TOps.IsZero(current.Letter))
        {
            CountLetters(in current, in previous, masks + ScanMasks.Level, sums);
        }

        CountOthers(in current, in previous, masks + ScanMasks.Level, sums);
        if (!TOps.IsZero(TOps.Or(current.Digit, previous.Digit)))
        {
            CountDigits(in current, in previous, masks, sums);
        }
    }

    private static unsafe void CountLetters(in AsciiClasses current, in AsciiClasses previous, TVector* levels, TVector* sums)
    {
        TVector previousLower = TOps.AndNot(previous.Letter, previous.Upper);
        TVector previousOther = TOps.AndNot(previous.Ascii, TOps.Or(previous.Letter, previous.Space));
        TVector lower = TOps.AndNot(current.Letter, current.Upper);
        AddCount(AsciiFeature.LowerAfterSpace, TOps.And(lower, previous.Space), sums);
        TVector lowerAfterOther = TOps.And(lower, previousOther);
        AddCount(AsciiFeature.LowerAfterOther, lowerAfterOther, sums);
        AddLevels(AsciiFeature.LowerAfterOtherLevels, lowerAfterOther, levels, sums);
        TVector lowerAfterUpper = TOps.And(lower, previous.Upper);
        AddCount(AsciiFeature.LowerAfterUpper, lowerAfterUpper, sums);
        AddLevels(AsciiFeature.LowerAfterUpperLevels, lowerAfterUpper, levels, sums);
        AddLevels(AsciiFeature.LowerAfterLowerLevels, TOps.And(lower, previousLower), levels, sums);

        TVector upperAfterSpace = TOps.And(current.Upper, previous.Space);
        AddCount(AsciiFeature.UpperAfterSpace, upperAfterSpace, sums);
        if (!TOps.IsZero(TOps.AndNot(current.Upper, upperAfterSpace)))
        {
            TVector upperAfterOther = TOps.And(current.Upper, previousOther);
            AddCount(AsciiFeature.UpperAfterOther, upperAfterOther, sums);
            AddLevels(AsciiFeature.UpperAfterOtherLevels, upperAfterOther, levels, sums);
            TVector upperAfterLower = TOps.And(current.Upper, previousLower);
            AddCount(AsciiFeature.UpperAfterLower, upperAfterLower, sums);
            AddLevels(AsciiFeature.UpperAfterLowerLevels, upperAfterLower, levels, sums);
            AddLevels(AsciiFeature.UpperAfterUpperLevels, TOps.And(current.Upper, previous.Upper), levels, sums);
        }
    }

    private static unsafe void CountOthers(in AsciiClasses current, in AsciiClasses previous, TVector* levels, TVector* sums)
    {
        AddLevels(AsciiFeature.SpaceAfterLetterLevels, TOps.And(current.Space, previous.Letter), levels, sums);
        AddLevels(AsciiFeature.SpaceAfterOtherLevels, TOps.And(current.Space, TOps.AndNot(previous.Ascii, previous.Letter)), levels, sums);
        TVector whitespace = TOps.And(TOps.AndNot(current.Whitespace, current.Space), previous.Ascii);
        AddCount(AsciiFeature.Whitespace, whitespace, sums);
        AddLevels(AsciiFeature.WhitespaceLevels, whitespace, levels, sums);

        AddLevels(AsciiFeature.PunctuationAfterLetterLevels, TOps.And(current.Punctuation, previous.Letter), levels, sums);
        TVector afterWhitespace = TOps.And(current.Punctuation, previous.Whitespace);
        AddCount(AsciiFeature.PunctuationAfterWhitespace, afterWhitespace, sums);
        AddLevels(AsciiFeature.PunctuationAfterWhitespaceLevels, afterWhitespace, levels, sums);
        TVector afterPunctuation = TOps.And(current.Punctuation, previous.Punctuation);
        AddCount(AsciiFeature.PunctuationAfterPunctuation, afterPunctuation, sums);
        AddLevels(AsciiFeature.PunctuationAfterPunctuationLevels, afterPunctuation, levels, sums);
        TVector afterNonAscii = TOps.AndNot(current.Ascii, previous.Ascii);
        if (!TOps.IsZero(afterNonAscii))
        {
            AddLevels(AsciiFeature.AfterNonAsciiLevels, afterNonAscii, levels, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void AddCount(AsciiFeature feature, TVector characters, TVector* sums) =>
        sums[(int)feature] = TOps.AddCount(sums[(int)feature], characters);

    // Levels are added the way paper and pencil do it, bit by bit, for every place of the masks at once: counting set bits is what costs,
    // and only the eights are counted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void AddLevels(AsciiFeature feature, TVector characters, TVector* levels, TVector* sums)
    {
        TVector* bits = sums + ScanSums.LevelBits + (((int)feature - FeatureLayout.FirstLevels) * ScanSums.BitsPerSum);
        TVector ones = TOps.And(characters, levels[0]);
        TVector twos = TOps.And(characters, levels[1]);
        TVector fours = TOps.And(characters, levels[2]);
        TVector carry = TOps.And(bits[0], ones);
        bits[0] = TOps.Xor(bits[0], ones);
        TVector nextCarry = TOps.Majority(bits[1], twos, carry);
        bits[1] = TOps.Xor(bits[1], twos, carry);
        carry = TOps.Majority(bits[2], fours, nextCarry);
        bits[2] = TOps.Xor(bits[2], fours, nextCarry);
        AddCount(feature, carry, sums);
    }

    // Tokenizers cut numbers into groups of three or into digits: what counts is where in the number a digit stands.
    // 'At least n-th digit' masks double: a digit is at least the 4th where it and the one two before are at least the 2nd.
    private static unsafe void CountDigits(in AsciiClasses current, in AsciiClasses previous, TVector* masks, TVector* sums)
    {
        TVector* levels = masks + ScanMasks.Level;
        AddLevels(AsciiFeature.FirstDigitLevels, TOps.And(current.Digit, TOps.AndNot(previous.Ascii, previous.Digit)), levels, sums);
        AddLevels(AsciiFeature.PunctuationAfterDigitLevels, TOps.And(current.Punctuation, previous.Digit), levels, sums);

        Run digit = new(current.Digit, DigitOf(masks + ScanMasks.WordBefore));
        Run from2 = Run.And(in digit, in digit, 1);
        Run from4 = Run.And(in from2, in from2, 2);
        TVector from5 = TOps.And(from4.Here, from4.Before(1));
        Run from7 = Run.And(in from4, in from4, 3);
        TVector from8 = TOps.And(from7.Here, from7.Before(1));
        TVector from10 = TOps.And(from7.Here, from7.Before(3));
        TVector from11 = TOps.And(from7.Here, from7.Before(4));
        TVector from13 = TOps.And(from7.Here, from7.Before(6));
        AddCount(AsciiFeature.Digits2To3, TOps.AndNot(from2.Here, from4.Here), sums);
        AddCount(AsciiFeature.Digit4, TOps.AndNot(from4.Here, from5), sums);
        AddCount(AsciiFeature.Digits5To6, TOps.AndNot(from5, from7.Here), sums);
        if (TOps.IsZero(from7.Here))
        {
            return;
        }

        AddCount(AsciiFeature.Digit7, TOps.AndNot(from7.Here, from8), sums);
        AddCount(AsciiFeature.Digits8To9, TOps.AndNot(from8, from10), sums);
        AddCount(AsciiFeature.Digit10, TOps.AndNot(from10, from11), sums);
        AddCount(AsciiFeature.Digits11To12, TOps.AndNot(from11, from13), sums);
        AddCount(AsciiFeature.Digits13Up, from13, sums);
    }

    // Vocabularies hold long runs of one character ("--------", indentation) as one token: past the seventh equal neighbour a character
    // counts as part of such a run and as nothing else.
    private static unsafe void CountRuns(ref AsciiClasses current, TVector* masks, TVector* sums)
    {
        Run equal = new(masks[ScanMasks.Equal], masks[ScanMasks.EqualWordBefore]);
        Run from2 = Run.And(in equal, in equal, 1);
        Run from4 = Run.And(in from2, in from2, 2);
        TVector from7 = TOps.And(from4.Here, from4.Before(3));
        if (TOps.IsZero(from7))
        {
            return;
        }

        Run from8 = Run.And(in from4, in from4, 4);
        TVector from15 = TOps.And(from8.Here, from8.Before(7));
        TVector from7To14 = TOps.AndNot(from7, from15);
        CountRun(AsciiFeature.Letters8To15, current.Letter, from7To14, from15, sums);
        CountRun(AsciiFeature.Spaces8To15, current.Space, from7To14, from15, sums);
        CountRun(AsciiFeature.OtherWhitespace8To15, TOps.AndNot(current.Whitespace, current.Space), from7To14, from15, sums);
        CountRun(AsciiFeature.Punctuation8To15, current.Punctuation, from7To14, from15, sums);

        current.Letter = TOps.AndNot(current.Letter, from7);
        current.Upper = TOps.AndNot(current.Upper, from7);
        current.Whitespace = TOps.AndNot(current.Whitespace, from7);
        current.Space = TOps.AndNot(current.Space, from7);
        current.Punctuation = TOps.AndNot(current.Punctuation, from7);
    }

    private static unsafe void CountRun(AsciiFeature feature, TVector characters, TVector from7To14, TVector from15, TVector* sums)
    {
        AddCount(feature, TOps.And(characters, from7To14), sums);
        AddCount(feature + 1, TOps.And(characters, from15), sums);
    }

    /// <summary>Digits are places 16 to 25 of the row of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe TVector DigitOf(TVector* planes)
    {
        TVector numberRow = TOps.AndNot(planes[5], TOps.Or(planes[6], planes[7]));
        return TOps.And(numberRow, TOps.AndNot(planes[4], TOps.And(planes[3], TOps.Or(planes[1], planes[2]))));
    }

    /// <summary>A mask together with that of the 64 characters before it, so that it can be shifted across words.</summary>
    private readonly struct Run(TVector here, TVector wordBefore)
    {
        internal readonly TVector Here = here;
        private readonly TVector _wordBefore = wordBefore;

        /// <summary>Returns the mask of the characters <paramref name="count"/> before.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector Before(int count) => TOps.Or(TOps.ShiftLeft(Here, count), TOps.ShiftRight(_wordBefore, 64 - count));

        /// <summary>Returns where <paramref name="left"/> holds and <paramref name="right"/> held <paramref name="count"/> characters before.</summary>
        /// <remarks>The lowest bits of the word before are then too few, by as many as were shifted; no use of them reaches there.</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Run And(in Run left, in Run right, int count) =>
            new(TOps.And(left.Here, right.Before(count)), TOps.And(left._wordBefore, TOps.ShiftLeft(right._wordBefore, count)));
    }

    /// <summary>The ASCII classes that kinds are made of.</summary>
    private struct AsciiClasses
    {
        internal TVector Ascii;
        internal TVector Letter;
        internal TVector Upper;
        internal TVector Digit;
        internal TVector Space;
        internal TVector Whitespace;
        internal TVector Punctuation;

        /// <summary>Derives them from the eight planes: rows of 32 by bits 5 and 6, places in a row by bits 0 to 4.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal unsafe void Decode(TVector* planes)
        {
            TVector bit0 = planes[0];
            TVector bit1 = planes[1];
            TVector bit2 = planes[2];
            TVector bit3 = planes[3];
            TVector bit4 = planes[4];
            TVector bit5 = planes[5];
            Ascii = TOps.Not(planes[7]);
            TVector letterRow = TOps.And(Ascii, planes[6]);
            TVector lowRow = TOps.AndNot(Ascii, planes[6]);
            TVector bit01 = TOps.And(bit0, bit1);
            TVector none = TOps.Not(TOps.Or(TOps.Or(bit0, bit1, bit2), bit3, bit4));

            // Places 27 to 31 and 0 of the letter rows are brackets and their like.
            TVector from27 = TOps.And(TOps.And(bit3, bit4), TOps.Or(bit2, bit01));
            Letter = TOps.AndNot(letterRow, TOps.Or(from27, none));
            Upper = TOps.AndNot(Letter, bit5);
            TVector numberRow = TOps.And(lowRow, bit5);
            Space = TOps.And(numberRow, none);

            Digit = DigitOf(planes);
            Whitespace = TOps.Or(Space, TOps.AndNot(lowRow, bit5));
            Punctuation = TOps.AndNot(Ascii, TOps.Or(Letter, Digit, Whitespace));
        }
    }
}
