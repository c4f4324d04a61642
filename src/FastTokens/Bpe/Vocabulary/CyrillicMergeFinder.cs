using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>Derives what <see cref="CyrillicMerges"/> needs from the tokens of a vocabulary.</summary>
internal sealed class CyrillicMergeFinder
{
    // The tokens of the merges, ascending.
    private readonly List<int> _tokens = [];

    /// <param name="tokens">The tokens by ascending id.</param>
    /// <param name="parts">Their parts; if any has a higher id than the token, there are no merges.</param>
    /// <param name="characters">The characters of more than a byte that merging may begin with.</param>
    /// <param name="neighbors">The sets of neighbours that these must not have.</param>
    internal CyrillicMergeFinder(byte[][] tokens, TokenPart[] parts, List<WholeCharacter> characters, List<ulong[]> neighbors)
    {
        if (!MergeFinder.IsOrdered(parts))
        {
            return;
        }

        for (int token = 0; token < tokens.Length; token++)
        {
            if (!parts[token].IsNone && IsOfWord(tokens[token]))
            {
                _tokens.Add(token);
                Merges.Add((SymbolOf(tokens, (int)parts[token].Left), SymbolOf(tokens, (int)parts[token].Right)));
            }
        }

        int symbolCount = CyrillicMerges.FirstMerge + Merges.Count;
        if (symbolCount > CyrillicMerges.MaxSymbols || !TryPlaceRows(symbolCount))
        {
            Merges.Clear();
            Rows = [];
            return;
        }

        Array.Fill(Prefixes, (byte)CyrillicMerges.PlainPrefix);
        int prefixes = CyrillicMerges.PlainPrefix;
        LetterPairFinder letters = new(tokens, parts, characters, neighbors, static codePoint => IsPrefix(codePoint) || IsCharacter(codePoint));
        foreach (LetterPairFinder.Letter letter in letters.Letters)
        {
            if (IsCharacter(letter.CodePoint))
            {
                Letters[letter.CodePoint - CyrillicMerges.FirstCodePoint] =
                    CyrillicMerges.FirstMerge + Merges.IndexOf((ByteSymbol(letter.Bytes[0]), ByteSymbol(letter.Bytes[1])));
            }
        }

        int stepBits = CyrillicMerges.StepBitsOf(symbolCount);
        foreach ((int key, LetterPairFinder.Pair pair) in letters.Pairs)
        {
            int left = letters.Letters[(key >> 8) - 1].CodePoint;
            int right = letters.Letters[(key & 0xFF) - 1].CodePoint;
            if (!IsCharacter(right))
            {
                continue;
            }

            if (IsPrefix(left) && Prefixes[left] == CyrillicMerges.PlainPrefix)
            {
                Prefixes[left] = (byte)++prefixes;
            }

            int character = IsPrefix(left) ? Prefixes[left] : left - CyrillicMerges.FirstCodePoint;
            Pairs.Add(((character * CyrillicMerges.CharacterCount) + right - CyrillicMerges.FirstCodePoint, Pack(pair, stepBits)));
        }
    }

    /// <summary>The left and the right symbol of each merge, by ascending rank.</summary>
    internal List<(int Left, int Right)> Merges { get; } = [];

    /// <summary>Where the row of each symbol begins.</summary>
    internal int[] Rows { get; private set; } = [];

    /// <summary>The symbol of each character with which merging may begin, else 0.</summary>
    internal int[] Letters { get; } = new int[CyrillicMerges.CharacterCount];

    /// <summary>What each character of ASCII is among characters.</summary>
    internal byte[] Prefixes { get; } = new byte[CyrillicMerges.PrefixCount];

    /// <summary>The pairs of which anything is known, as in <see cref="CyrillicMerges.Pairs"/>.</summary>
    internal List<(int Index, uint Pair)> Pairs { get; } = [];

    private static bool IsPrefix(int codePoint) => codePoint < CyrillicMerges.PrefixCount;

    private static bool IsCharacter(int codePoint) => codePoint - CyrillicMerges.FirstCodePoint is >= 0 and < CyrillicMerges.CharacterCount;

    /// <summary>Returns whether a token may be part of a word: only its first byte may be one of ASCII.</summary>
    private static bool IsOfWord(ReadOnlySpan<byte> token)
    {
        for (int index = 0; index < token.Length; index++)
        {
            if (ByteSymbol(token[index]) == 0 || (index > 0 && IsPrefix(token[index])))
            {
                return false;
            }
        }

        return true;
    }

    private static int ByteSymbol(byte value) => value switch
    {
        < CyrillicMerges.PrefixCount => CyrillicMerges.PrefixSymbol + value,
        CyrillicMerges.FirstLead or CyrillicMerges.FirstLead + 1 => CyrillicMerges.LeadSymbol + value - CyrillicMerges.FirstLead,
        >= 0x80 and < 0xC0 => CyrillicMerges.ContinuationSymbol + value - 0x80,
        _ => 0,
    };

    private int SymbolOf(byte[][] tokens, int token) =>
        tokens[token].Length == 1 ? ByteSymbol(tokens[token][0]) : CyrillicMerges.FirstMerge + _tokens.BinarySearch(token);

    /// <summary>Places the longest rows first, each as far to the front as its cells are free.</summary>
    private bool TryPlaceRows(int symbolCount)
    {
        Dictionary<int, List<int>> rightsOf = [];
        foreach ((int left, int right) in Merges)
        {
            if (!rightsOf.TryGetValue(left, out List<int>? rights))
            {
                rightsOf.Add(left, rights = []);
            }

            rights.Add(right);
        }

        List<int> lefts = new(rightsOf.Keys);
        lefts.Sort((first, second) => rightsOf[first].Count != rightsOf[second].Count ? rightsOf[second].Count.CompareTo(rightsOf[first].Count) : first.CompareTo(second));
        bool[] isTaken = new bool[CyrillicMerges.MaxSymbols + symbolCount];
        Rows = new int[symbolCount];
        foreach (int left in lefts)
        {
            ReadOnlySpan<int> rights = CollectionsMarshal.AsSpan(rightsOf[left]);
            int row = 0;
            while (row < CyrillicMerges.MaxSymbols && IsAnyTaken(isTaken.AsSpan(row), rights))
            {
                row++;
            }

            if (row == CyrillicMerges.MaxSymbols)
            {
                return false;
            }

            Rows[left] = row;
            foreach (int right in rights)
            {
                isTaken[row + right] = true;
            }
        }

        return true;
    }

    private static bool IsAnyTaken(ReadOnlySpan<bool> isTaken, ReadOnlySpan<int> places)
    {
        foreach (int place in places)
        {
            if (isTaken[place])
            {
                return true;
            }
        }

        return false;
    }

    private uint Pack(LetterPairFinder.Pair pair, int stepBits) =>
        (pair.Token < 0 ? CyrillicMerges.NoToken : (uint)(CyrillicMerges.FirstMerge + _tokens.BinarySearch(pair.Token)))
        | ((uint)Distance(pair.TakesLeft, stepBits) << CyrillicMerges.TakesLeftShift)
        | ((uint)Distance(pair.TakesRight, stepBits) << CyrillicMerges.TakesRightShift)
        | ((pair.Flags & LetterPairs.LeftMayBreak) != 0 ? CyrillicMerges.LeftMayBreak : 0)
        | ((pair.Flags & LetterPairs.RightMayBreak) != 0 ? CyrillicMerges.RightMayBreak : 0);

    /// <summary>Returns how far from none a bound is in the steps of symbols: that of the first merge which is not below it, or of a lower one.</summary>
    private int Distance(int bound, int stepBits)
    {
        int merge = bound == LetterPairs.NoBound ? _tokens.Count : _tokens.BinarySearch(bound << LetterPairs.StepBits);
        merge = merge < 0 ? ~merge : merge;
        return merge == _tokens.Count ? 0 : CyrillicMerges.NoStep - Math.Min(CyrillicMerges.NoStep, (CyrillicMerges.FirstMerge + merge) >> stepBits);
    }
}
