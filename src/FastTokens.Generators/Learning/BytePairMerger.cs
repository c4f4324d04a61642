namespace FastTokens.Generators;

/// <summary>The textbook merge loop: again and again, the adjacent pair of the lowest rank becomes one part; of equals, the first.</summary>
internal sealed class BytePairMerger(PublishedVocabulary vocabulary)
{
    private int[] _starts = new int[64];
    private int[] _ranks = new int[64];

    /// <summary>Splits a piece, given as one char a byte, and returns where its tokens begin; valid until the next call.</summary>
    public ReadOnlySpan<int> Split(ReadOnlySpan<char> piece)
    {
        if (_starts.Length <= piece.Length)
        {
            _starts = new int[piece.Length * 2];
            _ranks = new int[piece.Length * 2];
        }

        // _starts[i] begins part i, with the end of the piece behind the last; _ranks[i] is that of parts i and i + 1 joined.
        Span<int> starts = _starts;
        Span<int> ranks = _ranks;
        int count = piece.Length;
        for (int i = 0; i <= count; i++)
        {
            starts[i] = i;
        }

        for (int i = 0; i < count - 1; i++)
        {
            ranks[i] = RankOf(piece, starts, i);
        }

        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i < count - 1; i++)
            {
                best = ranks[i] < ranks[best] ? i : best;
            }

            if (ranks[best] == int.MaxValue)
            {
                break;
            }

            starts[(best + 2)..(count + 1)].CopyTo(starts[(best + 1)..]);
            ranks[(best + 1)..(count - 1)].CopyTo(ranks[best..]);
            count--;
            if (best < count - 1)
            {
                ranks[best] = RankOf(piece, starts, best);
            }

            if (best > 0)
            {
                ranks[best - 1] = RankOf(piece, starts, best - 1);
            }
        }

        return starts[..count];
    }

    private int RankOf(ReadOnlySpan<char> piece, ReadOnlySpan<int> starts, int part) =>
        vocabulary.Ranks.TryGetValue(piece[starts[part]..starts[part + 2]], out int rank) ? rank : int.MaxValue;
}
