using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>Derives what <see cref="LetterPairs"/> needs from the tokens of a vocabulary.</summary>
internal sealed class LetterPairFinder
{
    private readonly byte[] _letterOf = new byte[LetterPairs.MaxCodePoints];
    private readonly SortedDictionary<int, Pair> _pairs = [];

    // Those of two bytes.
    private readonly List<int>[] _lettersByFirstByte = NewLists();
    private readonly List<int>[] _lettersByLastByte = NewLists();

    /// <param name="tokens">The tokens by ascending id.</param>
    /// <param name="parts">Their parts; if any has a higher id than the token, there are no letters.</param>
    /// <param name="characters">The characters of more than a byte that merging may begin with.</param>
    /// <param name="neighbors">The sets of neighbours that these must not have.</param>
    /// <param name="isCandidate">Which code points may be letters.</param>
    internal LetterPairFinder(byte[][] tokens, TokenPart[] parts, List<WholeCharacter> characters, List<ulong[]> neighbors, Predicate<int> isCandidate)
    {
        if (!MergeFinder.IsOrdered(parts))
        {
            return;
        }

        ChooseLetters(tokens, characters, isCandidate);
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

    /// <summary>Takes the characters of one byte, then those of two that most tokens hold.</summary>
    private void ChooseLetters(byte[][] tokens, List<WholeCharacter> characters, Predicate<int> isCandidate)
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

        // Those of one byte come first: where nothing else stands they are read at once.
        candidates.Sort((first, second) => (first < 0x80) != (second < 0x80) ? (first < 0x80 ? -1 : 1)
            : uses[first] != uses[second] ? uses[second].CompareTo(uses[first])
            : first.CompareTo(second));
        foreach (int codePoint in candidates)
        {
            if (Letters.Count < LetterPairs.MaxLetters && uses[codePoint] > 1 && isCandidate(codePoint))
            {
                Letter letter = new(codePoint);
                Letters.Add(letter);
                _letterOf[codePoint] = (byte)Letters.Count;
                if (letter.Bytes.Length == 2)
                {
                    _lettersByFirstByte[letter.Bytes[0]].Add(Letters.Count);
                    _lettersByLastByte[letter.Bytes[1]].Add(Letters.Count);
                }
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
            int left = LetterAt(token, 0);
            int right = LetterAt(token, first);
            if (left != 0 && right != 0)
            {
                Change(left, right, pair => pair with { Token = index });
            }
        }
    }

    /// <summary>Notes a merge as what reaches across the edge between two letters.</summary>
    private void AddBounds(byte[] left, byte[] right, int step)
    {
        // The left part ends with a letter, or is the last byte of some; the right one begins with a letter, or is the first byte of some.
        int lastLength = left[^1] < 0x80 ? 1 : 2;
        int last = left.Length >= lastLength && LengthAt(left, left.Length - lastLength) == lastLength ? LetterAt(left, left.Length - lastLength) : 0;
        int firstLength = LengthAt(right, 0);
        int first = firstLength is 1 or 2 ? LetterAt(right, 0) : 0;

        // A letter alone, or with the byte of a letter beyond it.
        bool isLastAlone = left.Length == lastLength || (left.Length == lastLength + 1 && Utf8Sequence.IsContinuation(left[0]));
        bool isFirstAlone = right.Length == firstLength || (right.Length == firstLength + 1 && right[^1] >= 0xC0);
        foreach (int before in last != 0 ? [last] : left.Length == 1 ? CollectionsMarshal.AsSpan(_lettersByLastByte[left[0]]) : (ReadOnlySpan<int>)[])
        {
            foreach (int behind in first != 0 ? [first] : right.Length == 1 ? CollectionsMarshal.AsSpan(_lettersByFirstByte[right[0]]) : (ReadOnlySpan<int>)[])
            {
                bool takesRight = first == 0 || isFirstAlone;
                bool takesLeft = last == 0 || isLastAlone;
                if (takesRight || takesLeft)
                {
                    Change(before, behind, pair => pair with
                    {
                        TakesRight = takesRight ? Math.Min(pair.TakesRight, step) : pair.TakesRight,
                        TakesLeft = takesLeft ? Math.Min(pair.TakesLeft, step) : pair.TakesLeft,
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

    private int LetterAt(byte[] token, int index) => _letterOf[Utf8Sequence.Decode(token, index, out _)];

    private static List<int>[] NewLists()
    {
        List<int>[] lists = new List<int>[256];
        for (int value = 0; value < lists.Length; value++)
        {
            lists[value] = [];
        }

        return lists;
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
