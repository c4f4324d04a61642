using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <summary>Merges pieces of any length in windows of a thousand bytes and some.</summary>
/// <remarks>
/// <para>
/// A sequence of tokens is what merging gives exactly if every two adjacent tokens are what merging their bytes gives. So a window drops its
/// last tokens, which what follows might change, and the next window begins at the first dropped token. If it gives that token again, every
/// two adjacent tokens have stood together in a window, and the whole is right. If not, the window before was too short and is doubled; should
/// a doubled one contradict the window before it, the piece is merged in one.
/// </para>
/// <para>
/// A window that is the same as the one before is not merged again. The time is linear in the piece; texts made to contradict every window cost
/// n log n.
/// </para>
/// </remarks>
internal static unsafe class WindowedMerger
{
    // As many as merging takes at once, less a separator on both sides.
    private const int WindowLength = RoundMerger.MaxLength - 2;

    // With four, one window in two hundred of random letters was contradicted by the next one.
    private const int DroppedTokens = 6;

    /// <summary>Writes the tokens of a piece as far as there is room, and returns how many there are.</summary>
    [SkipLocalsInit]
    internal static long Merge(BpeVocabulary vocabulary, byte* piece, int length, Span<uint> tokens)
    {
        if (RunMerger.TryMerge(vocabulary, piece, length, tokens, out long total))
        {
            return total;
        }

        uint* symbols = stackalloc uint[WindowLength];
        ulong* known = stackalloc ulong[RoundMerger.KnownLength];
        new Span<ulong>(known, RoundMerger.KnownLength).Clear();
        Window window = new(0, WindowLength, 0, PairTable.None);
        Window before = window;
        while (true)
        {
            int windowLength = Math.Min(window.Length, length - window.Start);
            windowLength = Utf8TextEncoding.FloorBoundary(new ReadOnlySpan<byte>(piece + window.Start, length - window.Start), windowLength);
            using SpanOwner<uint> rented = windowLength > WindowLength ? SpanOwner<uint>.Allocate(windowLength) : SpanOwner<uint>.Empty;
            Span<uint> merged = windowLength > WindowLength ? rented.Span : new Span<uint>(symbols, WindowLength);
            int count = MergeWindow(vocabulary, piece + window.Start, windowLength, merged, known);
            if (window.Expected != PairTable.None && window.Expected != merged[0])
            {
                // The window before was wrong; so was, if it is a grown one that is contradicted, what led there.
                window = before.Start < window.Start ? before.Grown() : Window.All(length);
                continue;
            }

            bool isLast = windowLength == length - window.Start;
            int kept = isLast ? count : count - DroppedTokens;
            if (kept <= 0)
            {
                window = window.Grown();
                continue;
            }

            if (isLast)
            {
                Write(merged[..kept], window.Count, tokens);
                GC.KeepAlive(vocabulary);
                return window.Count + kept;
            }

            int dropped = 0;
            for (int i = kept; i < count; i++)
            {
                dropped += vocabulary.LengthOf(merged[i]);
            }

            int advance = windowLength - dropped;
            int windows = merged[0] == merged[kept] ? CountWindows(piece + window.Start, length - window.Start, windowLength, advance) : 1;
            for (int repeat = 0; repeat < windows & window.Count + ((long)repeat * kept) < tokens.Length; repeat++)
            {
                Write(merged[..kept], window.Count + ((long)repeat * kept), tokens);
            }

            before = window with { Start = window.Start + ((windows - 1) * advance), Count = window.Count + ((windows - 1) * (long)kept) };
            window = new Window(before.Start + advance, WindowLength, before.Count + kept, merged[kept]);
        }
    }

    /// <summary>Returns how many windows are the same as the first one, itself among them: where a text repeats itself, all are.</summary>
    private static int CountWindows(byte* text, int length, int windowLength, int advance)
    {
        int alike = new ReadOnlySpan<byte>(text + advance, length - advance).CommonPrefixLength(new ReadOnlySpan<byte>(text, length));
        return alike < windowLength ? 1 : 2 + ((alike - windowLength) / advance);
    }

    /// <summary>Writes tokens as far as there is room.</summary>
    private static void Write(ReadOnlySpan<uint> merged, long index, Span<uint> tokens)
    {
        if (index < tokens.Length)
        {
            merged[..(int)Math.Min(merged.Length, tokens.Length - index)].CopyTo(tokens[(int)index..]);
        }
    }

    private static int MergeWindow(BpeVocabulary vocabulary, byte* piece, int length, Span<uint> merged, ulong* known)
    {
        if (length <= WindowLength && SymbolReader.IsSupported && vocabulary.Pairs.IsOrdered && Utf8TextEncoding.OpenLength(new ReadOnlySpan<byte>(piece, length)) == 0)
        {
            return MergeInVectors(vocabulary, piece, length, merged, known);
        }

        fixed (uint* symbols = merged)
        {
            int count = PieceMerger.Symbolize(vocabulary, piece, length, symbols);
            return length <= WindowLength ? RoundMerger.Merge(vocabulary.Pairs, symbols, count, known) : HeapMerger.Merge(vocabulary.Pairs, symbols, count);
        }
    }

    [SkipLocalsInit]
    private static int MergeInVectors(BpeVocabulary vocabulary, byte* piece, int length, Span<uint> merged, ulong* known)
    {
        byte* memory = stackalloc byte[PieceText.MemoryLength];
        uint* symbols = stackalloc uint[RoundMerger.MaxLength];
        PieceText text = new(memory);
        text.Add(piece, length, readable: length);
        int count = RoundMerger.MergePieces(vocabulary, text.Bytes, text.Length, isOne: true, symbols, known) - 2;
        new ReadOnlySpan<uint>(symbols + 1, count).CopyTo(merged);
        return count;
    }

    /// <param name="Start">Where the window begins in the piece.</param>
    /// <param name="Length">Its length in bytes, if the piece goes on that far.</param>
    /// <param name="Count">The number of tokens before it.</param>
    /// <param name="Expected">The token that it must begin with, or none.</param>
    private readonly record struct Window(int Start, int Length, long Count, uint Expected)
    {
        internal static Window All(int length) => new(0, length, 0, PairTable.None);

        internal Window Grown() => this with { Length = (int)Math.Min(int.MaxValue, Length * 2L) };
    }
}
