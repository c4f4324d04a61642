namespace FastTokens;

/// <summary>Merges pieces that are little else than one character again and again: dashes, blanks, a single letter.</summary>
/// <remarks>
/// It holds runs of equal symbols, a symbol and how often each. A pair of equal symbols merges all along its run at once: merging one after
/// another from the left gives the same, as long as no pair with a merged symbol has a lower rank than the pair itself. Where one has, or there
/// are many runs, the piece goes the general way.
/// </remarks>
internal static unsafe class RunMerger
{
    private const int MaxRuns = 24;

    // From so many runs on, most must not be of one symbol.
    private const int FewRuns = 4;

    /// <summary>Merges a piece, if it is made of few runs of symbols.</summary>
    /// <returns>Whether it was; otherwise nothing has been written.</returns>
    internal static bool TryMerge(BpeVocabulary vocabulary, byte* piece, int length, Span<uint> tokens, out long count)
    {
        Run* runs = stackalloc Run[MaxRuns + 2];
        int runCount = 0;
        long symbolCount = 0;
        count = 0;
        for (int index = 0; index < length;)
        {
            byte value = piece[index];
            uint symbol = vocabulary.ByteSymbols[value];
            int end = index + 1;
            int copies = 1;
            if (value < 0x80)
            {
                int different = new ReadOnlySpan<byte>(piece + index, length - index).IndexOfAnyExcept(value);
                copies = different < 0 ? length - index : different;
                end = index + copies;
            }
            else if (PieceMerger.TryReadWhole(vocabulary, piece, index, length, out uint whole, out int next))
            {
                symbol = whole;
                end = next;
                int alike = 1 + (new ReadOnlySpan<byte>(piece + index, length - next).CommonPrefixLength(new ReadOnlySpan<byte>(piece + next, length - next)) / (next - index));

                // Those between two of their kind are whole if one of them is. The last one has another neighbour.
                if (alike > 2 && PieceMerger.TryReadWhole(vocabulary, piece, next, length, out uint again, out _) && again == whole)
                {
                    copies = alike - 1;
                    end = index + (copies * (next - index));
                }
            }

            if (runCount > 0 && runs[runCount - 1].Symbol == symbol)
            {
                runs[runCount - 1] = new Run(symbol, runs[runCount - 1].Count + copies);
            }
            else if (runCount == MaxRuns || (runCount >= FewRuns && symbolCount < 2 * runCount))
            {
                return false;
            }
            else
            {
                runs[runCount++] = new Run(symbol, copies);
            }

            symbolCount += copies;
            index = end;
        }

        if (!TryMerge(vocabulary.Pairs, runs, ref runCount))
        {
            return false;
        }

        for (int run = 0; run < runCount; run++)
        {
            int room = (int)Math.Clamp(tokens.Length - count, 0, runs[run].Count);
            if (room > 0)
            {
                tokens.Slice((int)count, room).Fill(runs[run].Symbol);
            }

            count += runs[run].Count;
        }

        return true;
    }

    private static bool TryMerge(PairTable pairs, Run* runs, ref int runCount)
    {
        while (true)
        {
            uint rank = PairTable.None;
            int best = 0;
            bool isWithin = false;
            for (int run = 0; run < runCount; run++)
            {
                uint within = runs[run].Count > 1 ? pairs.Find(runs[run].Symbol, runs[run].Symbol) : PairTable.None;
                uint across = run + 1 < runCount ? pairs.Find(runs[run].Symbol, runs[run + 1].Symbol) : PairTable.None;
                if (within < rank || across < rank)
                {
                    isWithin = within < across;
                    rank = Math.Min(within, across);
                    best = run;
                }
            }

            if (rank == PairTable.None)
            {
                return true;
            }

            if (runCount + 2 > MaxRuns)
            {
                return false;
            }

            if (isWithin)
            {
                int pairsInRun = runs[best].Count / 2;
                uint symbol = runs[best].Symbol;
                if (pairs.Find(rank, rank) < rank || pairs.Find(rank, symbol) < rank
                    || (best > 0 && pairs.Find(runs[best - 1].Symbol, rank) < rank)
                    || (best + 1 < runCount && pairs.Find(rank, runs[best + 1].Symbol) < rank))
                {
                    return false;
                }

                if (runs[best].Count % 2 == 0)
                {
                    runs[best] = new Run(rank, pairsInRun);
                }
                else
                {
                    Insert(runs, ref runCount, best);
                    runs[best] = new Run(rank, pairsInRun);
                    runs[best + 1] = new Run(symbol, 1);
                }
            }
            else
            {
                // The last of one run and the first of the next become one symbol between them.
                Insert(runs, ref runCount, best + 1);
                runs[best + 1] = new Run(rank, 1);
                runs[best] = runs[best] with { Count = runs[best].Count - 1 };
                runs[best + 2] = runs[best + 2] with { Count = runs[best + 2].Count - 1 };
            }

            Normalize(runs, ref runCount);
        }
    }

    private static void Insert(Run* runs, ref int runCount, int place)
    {
        new Span<Run>(runs + place, runCount - place).CopyTo(new Span<Run>(runs + place + 1, runCount - place));
        runCount++;
    }

    /// <summary>Takes out empty runs and joins neighbours of the same symbol.</summary>
    private static void Normalize(Run* runs, ref int runCount)
    {
        int kept = 0;
        for (int run = 0; run < runCount; run++)
        {
            if (runs[run].Count == 0)
            {
                continue;
            }

            if (kept > 0 && runs[kept - 1].Symbol == runs[run].Symbol)
            {
                runs[kept - 1] = runs[kept - 1] with { Count = runs[kept - 1].Count + runs[run].Count };
            }
            else
            {
                runs[kept++] = runs[run];
            }
        }

        runCount = kept;
    }

    private readonly record struct Run(uint Symbol, int Count);
}
