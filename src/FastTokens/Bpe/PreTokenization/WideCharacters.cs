using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>The common characters of three and four bytes, classified all at once: which of the leads of a block begin a letter without case, and which a sign.</summary>
/// <remarks>Masks are of leads; the bytes behind a lead are seen by shifting theirs. What is in neither mask is to be classified by its head.</remarks>
internal static unsafe class WideCharacters<TOps>
    where TOps : struct, IBlockOps
{
    /// <summary>Returns the leads of Han from U+4000 on but for the hexagrams, and of Hangul syllables up to U+D77F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong FindHanAndHangul(byte* bytes, ulong leads)
    {
        ulong letters = TOps.InRange(bytes, 0xE5, 0xE9) | TOps.InRange(bytes, 0xEB, 0xEC);
        letters |= TOps.Equal(bytes, 0xE4) & ~(TOps.Equal(bytes, 0xB7) >> 1);
        letters |= TOps.Equal(bytes, 0xEA) & (TOps.InRange(bytes, 0xB0, 0xBF) >> 1);
        letters |= TOps.Equal(bytes, 0xED) & (TOps.InRange(bytes, 0x80, 0x9D) >> 1);
        return letters & leads;
    }

    /// <summary>Finds kana and the signs that stand among Chinese and Japanese, and the dashes and quotation marks of all languages.</summary>
    /// <param name="bytes">The block.</param>
    /// <param name="leads">The leads to look at.</param>
    /// <param name="letters">U+3041 to U+3096, U+30A1 to U+30FA, U+30FC to U+30FF.</param>
    /// <param name="signs">U+2010 to U+2027, U+3001 to U+3004, U+3008 to U+3020, U+30FB, the signs of U+FF01 to U+FF20 and U+FF3B to U+FF3F.</param>
    internal static void FindKanaAndSigns(byte* bytes, ulong leads, out ulong letters, out ulong signs)
    {
        ulong second80 = TOps.Equal(bytes, 0x80) >> 1;
        ulong second81 = TOps.Equal(bytes, 0x81) >> 1;
        ulong second82 = TOps.Equal(bytes, 0x82) >> 1;
        ulong second83 = TOps.Equal(bytes, 0x83) >> 1;
        ulong e3 = TOps.Equal(bytes, 0xE3) & leads;
        ulong middleDot = second83 & (TOps.Equal(bytes, 0xBB) >> 2);
        letters = e3 & ((second81 & (TOps.InRange(bytes, 0x81, 0xBF) >> 2))
            | (second82 & ((TOps.InRange(bytes, 0x80, 0x96) | TOps.InRange(bytes, 0xA1, 0xBF)) >> 2))
            | (second83 & ~middleDot));
        signs = e3 & (middleDot | (second80 & ((TOps.InRange(bytes, 0x81, 0x84) | TOps.InRange(bytes, 0x88, 0xA0)) >> 2)));
        signs |= TOps.Equal(bytes, 0xE2) & leads & second80 & (TOps.InRange(bytes, 0x90, 0xA7) >> 2);
        ulong fullwidth = TOps.InRange(bytes, 0x81, 0x8F) | TOps.InRange(bytes, 0x9A, 0xA0) | TOps.InRange(bytes, 0xBB, 0xBF);
        signs |= TOps.Equal(bytes, 0xEF) & leads & (TOps.Equal(bytes, 0xBC) >> 1) & (fullwidth >> 2);
    }

    /// <summary>Returns the leads of U+1F300 to U+1FAFF, which are all signs.</summary>
    internal static ulong FindEmoji(byte* bytes) => TOps.Equal(bytes, 0xF0) & (TOps.Equal(bytes, 0x9F) >> 1) & (TOps.InRange(bytes, 0x8C, 0xAB) >> 2);
}
