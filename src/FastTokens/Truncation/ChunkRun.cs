using System.Globalization;

namespace FastTokens;

/// <summary>The chunking of one text.</summary>
internal ref struct ChunkRun<TEncoding, TCounter, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TCounter : struct, IUnitCounter<TUnit>
    where TUnit : unmanaged
{
    private readonly TokenChunker _chunker;
    private readonly TCounter _counter;
    private readonly ReadOnlySpan<TUnit> _text;
    private int _splitStart; // of a cluster that is cut because it does not fit
    private int _splitEnd;

    internal ChunkRun(TokenChunker chunker, TCounter counter, ReadOnlySpan<TUnit> text)
    {
        _chunker = chunker;
        _counter = counter;
        _text = text;
    }

    internal TextChunk Current { get; private set; }

    internal bool MoveNext()
    {
        int previousEnd = Current.End;
        if (previousEnd == _text.Length)
        {
            Current = new TextChunk(_text.Length, 0, 0, 0, SplitsCluster: false);
            return false;
        }

        if (previousEnd >= _splitEnd && !TryTake(previousEnd))
        {
            ClusterCursor<TEncoding, TUnit> cursor = new(_text, previousEnd, previousEnd);
            cursor.MoveNext(_text.Length);
            _splitStart = previousEnd;
            _splitEnd = cursor.Position;
        }

        if (previousEnd < _splitEnd)
        {
            TakeSplit(previousEnd);
        }

        return true;
    }

    /// <summary>Takes the next chunk, with the overlap if there is room for it.</summary>
    private bool TryTake(int previousEnd)
    {
        int start = OverlapStart(previousEnd);
        return TryTake(start, previousEnd) || (start < previousEnd && TryTake(previousEnd, previousEnd));
    }

    private bool TryTake(int start, int previousEnd)
    {
        ReadOnlySpan<TUnit> rest = _text[start..];
        if (_counter.Fits(rest, _chunker.MaxTokenCount))
        {
            Current = new TextChunk(start, rest.Length, previousEnd - start, _counter.Count(rest), SplitsCluster: false);
            return true;
        }

        TextCut cut = Cutter(_text).FindEnd(start, previousEnd, _chunker.MaxTokenCount);
        if (cut.Boundary is null)
        {
            return false;
        }

        Current = new TextChunk(start, cut.Index - start, previousEnd - start, cut.TokenCount, SplitsCluster: false);
        return true;
    }

    private readonly int OverlapStart(int previousEnd)
    {
        int overlap = _chunker.Options.OverlapTokenCount;
        return overlap == 0 || previousEnd == 0 || Current.SplitsCluster
            ? previousEnd
            : Cutter(_text[..previousEnd]).FindStart(Current.Start, overlap, keepsGap: false).Index;
    }

    /// <summary>Takes as many characters as fit of a cluster that does not fit as a whole.</summary>
    private void TakeSplit(int start)
    {
        ReadOnlySpan<TUnit> rest = _text[start.._splitEnd];
        int length = _counter.PrefixEnd(rest, _chunker.MaxTokenCount);
        if (length == 0)
        {
            // A counter need not find the longest prefix.
            TEncoding.Decode(_text, start, out length);
            ThrowIfTooLong(start, length);
        }

        bool isWhole = start == _splitStart && length == rest.Length;
        Current = new TextChunk(start, length, 0, _counter.Count(rest[..length]), SplitsCluster: !isWhole);
    }

    private readonly TextCutter<TEncoding, TCounter, TUnit> Cutter(ReadOnlySpan<TUnit> text) =>
        new(_counter, text, _chunker.Options.Boundary, _chunker.Options.MinimumFill);

    private readonly void ThrowIfTooLong(int index, int length)
    {
        int count = _counter.Count(_text.Slice(index, length));
        if (count > _chunker.MaxTokenCount)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The character U+{TEncoding.Decode(_text, index, out _):X4} at {index} alone has {count} tokens, more than the {_chunker.MaxTokenCount} that a chunk may have."));
        }
    }
}
