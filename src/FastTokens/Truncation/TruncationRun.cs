using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <summary>The truncation of one text.</summary>
internal readonly ref struct TruncationRun<TEncoding, TCounter, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TCounter : struct, IUnitCounter<TUnit>
    where TUnit : unmanaged
{
    // A marker is not worth more than a quarter of the budget.
    private const int MarkerShare = 4;

    private const int MarkerOnStack = 256;

    private readonly TCounter _counter;
    private readonly ReadOnlySpan<TUnit> _text;
    private readonly TokenTruncator _truncator;
    private readonly TextCutter<TEncoding, TCounter, TUnit> _cutter;

    internal TruncationRun(TokenTruncator truncator, TCounter counter, ReadOnlySpan<TUnit> text)
    {
        _truncator = truncator;
        _counter = counter;
        _text = text;
        _cutter = new TextCutter<TEncoding, TCounter, TUnit>(counter, text, truncator.Options.Boundary, truncator.Options.MinimumFill);
    }

    private bool CountsOmittedTokens => _truncator.Options.CountOmittedTokens || _truncator.Marker is { NeedsTokens: true };

    internal TruncatedText<TUnit> Run(int maxTokenCount)
    {
        if (_counter.Fits(_text, maxTokenCount))
        {
            return new TruncatedText<TUnit> { Head = _text, TokenCount = _counter.Count(_text), OmittedTokenCount = CountsOmittedTokens ? 0 : null };
        }

        int textTokenCount = CountsOmittedTokens ? CountOmittable(_text) : 0;
        return TryCutWithMarker(textTokenCount, maxTokenCount, out TruncatedText<TUnit> result)
            || TryCut(marker: null, buffer: default, reserved: 0, textTokenCount, maxTokenCount, out result)
                ? result
                : new TruncatedText<TUnit> { OmittedTokenCount = CountsOmittedTokens ? textTokenCount : null, IsTruncated = true };
    }

    [SkipLocalsInit]
    private bool TryCutWithMarker(int textTokenCount, int maxTokenCount, out TruncatedText<TUnit> result)
    {
        result = default;
        if (_truncator.Marker is not { } marker || maxTokenCount < MarkerShare)
        {
            return false;
        }

        int size = marker.MaximumLength;
        using SpanOwner<TUnit> pooled = size <= MarkerOnStack ? SpanOwner<TUnit>.Empty : SpanOwner<TUnit>.Allocate(size);
        Span<TUnit> buffer = size <= MarkerOnStack ? stackalloc TUnit[MarkerOnStack] : pooled.Span;

        // At its longest: no number is larger than that of the whole text.
        int length = TCounter.Write(marker, Measure(_text, textTokenCount), buffer);
        int cost = _counter.Count(buffer[..length]);
        return cost <= maxTokenCount / MarkerShare && TryCut(marker, buffer, cost, textTokenCount, maxTokenCount, out result);
    }

    /// <summary>Cuts the text; false where nothing could be kept.</summary>
    private bool TryCut(
        MarkerTemplate? marker, scoped Span<TUnit> buffer, int reserved, int textTokenCount, int maxTokenCount, out TruncatedText<TUnit> result)
    {
        // Joined, the parts may count more than alone: then again with less, by twice as much each time.
        int excess;
        for (int reduction = 0; reduction < maxTokenCount - reserved; reduction += Math.Max(excess, reduction))
        {
            (TextCut end, TextCut start) = CutParts(maxTokenCount - reserved - reduction, isJoined: marker is null);
            ReadOnlySpan<TUnit> head = _text[..end.Index];
            ReadOnlySpan<TUnit> tail = _text[start.Index..];
            if (head.IsEmpty && tail.IsEmpty)
            {
                break;
            }

            if (start.Index == end.Index)
            {
                // Nothing would be left out, though the whole does not fit.
                excess = 1;
                continue;
            }

            int omittedTokenCount = CountsOmittedTokens ? Math.Max(0, textTokenCount - CountKept(head, end) - CountKept(tail, start)) : 0;
            OmittedAmounts omitted = marker is null ? default : Measure(_text[end.Index..start.Index], omittedTokenCount);
            int markerLength = marker is null ? 0 : TCounter.Write(marker, omitted, buffer);
            int count = markerLength == 0 && (head.IsEmpty || tail.IsEmpty)
                ? end.TokenCount + start.TokenCount
                : _counter.Count(head, buffer[..markerLength], tail);
            if (count <= maxTokenCount)
            {
                result = new TruncatedText<TUnit>
                {
                    Head = head,
                    Tail = tail,
                    Marker = marker,
                    MarkerLength = markerLength,
                    Omitted = omitted,
                    TokenCount = count,
                    OmittedTokenCount = CountsOmittedTokens ? omittedTokenCount : null,
                    Boundary = (TextBoundary)Math.Max((int)(end.Boundary ?? 0), (int)(start.Boundary ?? 0)),
                    IsTruncated = true,
                };
                return true;
            }

            excess = count - maxTokenCount;
        }

        result = default;
        return false;
    }

    private (TextCut End, TextCut Start) CutParts(int maxTokenCount, bool isJoined)
    {
        TextCut end = default;
        TextCut start = new(_text.Length, 0, null);
        switch (_truncator.Options.Keep)
        {
            case TruncationKeep.Head:
                end = _cutter.FindEnd(0, 0, maxTokenCount);
                break;
            case TruncationKeep.Tail:
                start = _cutter.FindStart(0, maxTokenCount, keepsGap: false);
                break;
            case TruncationKeep.HeadAndTail when _truncator.Options.Boundary == TextBoundary.Grapheme:
                return CutByShare(maxTokenCount);
            default:
                end = _cutter.FindEnd(0, 0, ShareOfHead(maxTokenCount));
                start = _cutter.FindStart(end.Index, maxTokenCount - end.TokenCount, keepsGap: isJoined && end.Index > 0);
                if (start.Boundary is null)
                {
                    end = _cutter.FindEnd(0, 0, maxTokenCount);
                }

                break;
        }

        return (end, start);
    }

    /// <summary>
    /// Cuts both ends, each by its share of the budget, so that with a larger budget neither gets less: what a large cluster leaves of one end's share would
    /// have to be taken back from the other as soon as the cluster fits. An end too short for its first cluster gets nothing, or that cluster alone
    /// where this keeps more of the text.
    /// </summary>
    private (TextCut End, TextCut Start) CutByShare(int maxTokenCount)
    {
        int share = ShareOfHead(maxTokenCount);
        TextCut none = new(_text.Length, 0, null);
        TextCut end = _cutter.FindEnd(0, 0, share);
        TextCut start = share == maxTokenCount ? none : _cutter.FindStart(end.Index, maxTokenCount - share, keepsGap: false);
        if (end.Boundary is null && share > 0)
        {
            TextCut first = _cutter.FirstCluster(maxTokenCount);
            (end, start) = first.Index > _text.Length - start.Index ? (first, none) : (end, start);
        }

        if (start.Boundary is null && share < maxTokenCount)
        {
            TextCut last = _cutter.LastCluster(maxTokenCount);
            (end, start) = _text.Length - last.Index > end.Index ? (default, last) : (end, start);
        }

        return (end, start);
    }

    private int ShareOfHead(int maxTokenCount) => (int)(_truncator.Options.HeadShare * maxTokenCount);

    private OmittedAmounts Measure(ReadOnlySpan<TUnit> omitted, int tokenCount) => new(
        tokenCount,
        _truncator.Marker is { NeedsCharacters: true } ? TCounter.CountCharacters(omitted) : 0,
        _truncator.Marker is { NeedsLines: true } ? LineCounter<TEncoding, TUnit>.Count(omitted) : 0);

    private int CountKept(ReadOnlySpan<TUnit> part, TextCut cut) =>
        _truncator.Options.OmittedTokenCounter is null ? cut.TokenCount : CountOmittable(part);

    private int CountOmittable(ReadOnlySpan<TUnit> text) =>
        TCounter.CountWith(_truncator.Options.OmittedTokenCounter ?? _truncator.Counter, text);
}
