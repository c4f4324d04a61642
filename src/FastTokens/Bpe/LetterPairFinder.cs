namespace FastTokens;

/// <summary>Derives what <see cref="LetterPairs"/> needs from the tokens of a vocabulary.</summary>
internal sealed class LetterPairFinder
{
    private readonly byte[] _letterOf = new byte[LetterPairs.MaxCodePoints];
    private readonly SortedDictionary<int, Pair> _pairs = [];

    /// <param name="tokens">The tokens by ascending id.</param>
    /// <param name="parts">Their parts; if any has a higher id than the token, there are no letters.</param>
    /// <param name="characters">The characters of more than a byte that merging may begin with.</param>
    /// <param name="neighbors">The sets of neighbours that these must not have.</param>
    internal LetterPairFinder(byte[][] tokens, TokenPart[] parts, List<WholeCharacter> characters, List<ulong[]> neighbors)
    {
        if (!MergeFinder.IsOrdered(parts))
        {
            return;
        }

        ChooseLetters(tokens, characters);
        for (int token = 0; token < tokens.Length; token++)
        {
            if (!parts[token].IsNone)
            {
                AddPair(tokens[token], token);
                AddBounds(tokens[parts[token].Left], tokens[parts[token].Right], LetterPairs.StepOf(token));
            }
        }

        foreach (WholeCharacter character in characters)
        {
            if (character.CodePoint < LetterPairs.MaxCodePoints && _letterOf[character.CodePoint] != 0)
            {
                AddFlags(_letterOf[character.CodePoint], neighbors[character.Neighbors]);
            }
        }
    }

    /// <summary>The letters by number, from letter 1 on.</summary>
    internal List<Letter> Letters { get; } = [];

    /// <summary>The pairs of which anything is known, by both letters.</summary>
    internal IReadOnlyCollection<KeyValuePair<int, Pair>> Pairs => _pairs;

    /// <summary>Takes the characters that most tokens hold.</summary>
    private void ChooseLetters(byte[][] tokens, List<WholeCharacter> characters)
    {
        int[] uses = new int[LetterPairs.MaxCodePoints];
        foreach (byte[] token in tokens)
        {
            for (int index = 0; index < token.Length;)
            {
                int length = LengthAt(token, index);
                uses[length is 1 or 2 ? Utf8Sequence.Decode(token, index, out _) : 0]++;
                index += Math.Max(1, length);
            }
        }

        List<int> candidates = [];
        for (int codePoint = 1; codePoint < 0x80; codePoint++)
        {
            candidates.Add(codePoint);
        }

        foreach (WholeCharacter character in characters)
        {
            if (character.CodePoint < LetterPairs.MaxCodePoints)
            {
                candidates.Add(character.CodePoint);
            }
        }

        candidates.Sort((first, second) => uses[first] != uses[second] ? uses[second].CompareTo(uses[first]) : first.CompareTo(second));
        foreach (int codePoint in candidates)
        {
            if (Letters.Count < LetterPairs.MaxLetters && uses[codePoint] > 1)
            {
                Letters.Add(new Letter(codePoint));
                _letterOf[codePoint] = (byte)Letters.Count;
            }
        }
    }

    /// <summary>Notes a token that is two letters.</summary>
    private void AddPair(byte[] token, int index)
    {
        int first = LengthAt(token, 0);
        int second = first < token.Length ? LengthAt(token, first) : 0;
        if (first is 1 or 2 && second is 1 or 2 && first + second == token.Length)
        {
            int left = _letterOf[Utf8Sequence.Decode(token, 0, out _)];
            int right = _letterOf[Utf8Sequence.Decode(token, first, out _)];
            if (left != 0 && right != 0)
            {
                Change(left, right, pair => pair with { Token = index });
            }
        }
    }

    /// <summary>Notes a merge as what reaches across the edge between two letters.</summary>
    private void AddBounds(byte[] left, byte[] right, int step)
    {
        for (int first = 1; first <= Letters.Count; first++)
        {
            byte[] before = Letters[first - 1].Bytes;
            bool endsWithIt = left.AsSpan().EndsWith(before);
            bool isPartOfIt = before.Length == 2 && left.Length == 1 && left[0] == before[1];
            if (!endsWithIt && !isPartOfIt)
            {
                continue;
            }

            // The letter alone, or with the last byte of the one before it.
            bool isAlone = isPartOfIt || left.Length == before.Length
                || (left.Length == before.Length + 1 && Utf8Sequence.IsContinuation(left[0]));
            for (int second = 1; second <= Letters.Count; second++)
            {
                byte[] behind = Letters[second - 1].Bytes;
                bool beginsWithIt = right.AsSpan().StartsWith(behind);
                bool isPartOfSecond = behind.Length == 2 && right.Length == 1 && right[0] == behind[0];
                if (!beginsWithIt && !isPartOfSecond)
                {
                    continue;
                }

                bool isSecondAlone = isPartOfSecond || right.Length == behind.Length
                    || (right.Length == behind.Length + 1 && right[^1] >= 0xC0);
                if (isAlone || isSecondAlone)
                {
                    Change(first, second, pair => pair with
                    {
                        TakesRight = isSecondAlone ? Math.Min(pair.TakesRight, step) : pair.TakesRight,
                        TakesLeft = isAlone ? Math.Min(pair.TakesLeft, step) : pair.TakesLeft,
                    });
                }
            }
        }
    }

    /// <summary>Flags the pairs of a letter in which it may break, by the byte beside it.</summary>
    private void AddFlags(int letter, ulong[] set)
    {
        for (int other = 1; other <= Letters.Count; other++)
        {
            byte before = Letters[other - 1].Bytes[^1];
            if (((set[before >> 6] >> (before & 63)) & 1) != 0)
            {
                Change(other, letter, static pair => pair with { Flags = pair.Flags | LetterPairs.RightMayBreak });
            }

            byte behind = Letters[other - 1].Bytes[0];
            if (((set[(WholeCharacters.SetWords / 2) + (behind >> 6)] >> (behind & 63)) & 1) != 0)
            {
                Change(letter, other, static pair => pair with { Flags = pair.Flags | LetterPairs.LeftMayBreak });
            }
        }
    }

    private void Change(int left, int right, Func<Pair, Pair> change)
    {
        int key = (left << 8) | right;
        _pairs[key] = change(_pairs.TryGetValue(key, out Pair pair) ? pair : new Pair(-1, LetterPairs.NoBound, LetterPairs.NoBound, 0));
    }

    /// <summary>Returns the length of the complete character at an index, or 0 if there is none.</summary>
    private static int LengthAt(byte[] token, int index)
    {
        byte lead = token[index];
        int length = Utf8Sequence.IsContinuation(lead) ? 0 : Math.Min(Utf8Sequence.LengthOf(lead), token.Length - index);
        return System.Text.Unicode.Utf8.IsValid(token.AsSpan(index, length)) ? length : 0;
    }

    internal readonly struct Letter(int codePoint)
    {
        internal int CodePoint { get; } = codePoint;

        internal byte[] Bytes { get; } = System.Text.Encoding.UTF8.GetBytes(((char)codePoint).ToString());
    }

    /// <param name="Token">What the letters merge into, or -1.</param>
    /// <param name="TakesRight">The lowest step of a merge that reaches from the left letter to the right one, with no more of the right side.</param>
    /// <param name="TakesLeft">The lowest step of a merge that reaches from the right letter to the left one, with no more of the left side.</param>
    /// <param name="Flags">Which of the two may break.</param>
    internal readonly record struct Pair(int Token, int TakesRight, int TakesLeft, int Flags);
}
