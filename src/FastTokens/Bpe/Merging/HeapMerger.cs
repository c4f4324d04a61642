using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <summary>Merges any number of symbols with a heap of pairs, in time n log n. It serves where windows do not.</summary>
internal static unsafe class HeapMerger
{
    /// <summary>Merges symbols in place and returns how many are left.</summary>
    internal static int Merge(PairTable pairs, uint* symbols, int count)
    {
        // A merged symbol keeps the place of its left part. Each place knows its neighbours.
        using SpanOwner<int> nextOwner = SpanOwner<int>.Allocate(count + 1);
        using SpanOwner<int> previousOwner = SpanOwner<int>.Allocate(count + 1);
        using SpanOwner<ulong> heapOwner = SpanOwner<ulong>.Allocate(3 * count);
        Span<int> next = nextOwner.Span;
        Span<int> previous = previousOwner.Span;
        Heap heap = new(heapOwner.Span);
        for (int place = 0; place < count; place++)
        {
            next[place] = place + 1;
            previous[place] = place - 1;
            if (place + 1 < count)
            {
                heap.Push(pairs.Find(symbols[place], symbols[place + 1]), place);
            }
        }

        while (heap.TryPop(out uint rank, out int left))
        {
            // A pair whose parts have merged otherwise since is not there any more.
            int right = next[left];
            if (right < 0 || right >= count || pairs.Find(symbols[left], symbols[right]) != rank)
            {
                continue;
            }

            symbols[left] = rank;
            int behind = next[right];
            next[left] = behind;
            previous[behind] = left;
            next[right] = -1;
            if (behind < count)
            {
                heap.Push(pairs.Find(rank, symbols[behind]), left);
            }

            if (left > 0)
            {
                int before = previous[left];
                heap.Push(pairs.Find(symbols[before], rank), before);
            }
        }

        int merged = 0;
        for (int place = 0; place < count; place = next[place])
        {
            symbols[merged++] = symbols[place];
        }

        return merged;
    }

    /// <summary>A binary heap of (rank, place): the lowest rank first, of equals the first place.</summary>
    private ref struct Heap(Span<ulong> items)
    {
        private readonly Span<ulong> _items = items;
        private int _count;

        internal void Push(uint rank, int place)
        {
            if (rank == PairTable.None)
            {
                return;
            }

            ulong item = ((ulong)rank << 32) | (uint)place;
            int child = _count++;
            while (child > 0)
            {
                int parent = (child - 1) / 2;
                if (_items[parent] <= item)
                {
                    break;
                }

                _items[child] = _items[parent];
                child = parent;
            }

            _items[child] = item;
        }

        internal bool TryPop(out uint rank, out int place)
        {
            if (_count == 0)
            {
                rank = 0;
                place = 0;
                return false;
            }

            rank = (uint)(_items[0] >> 32);
            place = (int)(uint)_items[0];
            ulong item = _items[--_count];
            int parent = 0;
            while ((2 * parent) + 1 < _count)
            {
                int child = (2 * parent) + 1;
                child += child + 1 < _count && _items[child + 1] < _items[child] ? 1 : 0;
                if (item <= _items[child])
                {
                    break;
                }

                _items[parent] = _items[child];
                parent = child;
            }

            _items[parent] = item;
            return true;
        }
    }
}
