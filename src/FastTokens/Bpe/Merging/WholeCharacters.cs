namespace FastTokens;

/// <summary>A character of two or three bytes with which merging may begin in place of its bytes.</summary>
/// <param name="CodePoint">The character, which is one UTF-16 unit.</param>
/// <param name="Token">The token that it is.</param>
/// <param name="Neighbors">Which set of neighbours it must not have.</param>
internal readonly record struct WholeCharacter(int CodePoint, int Token, int Neighbors);

/// <summary>Finds the characters with which merging may begin, and beside which bytes it may not.</summary>
/// <remarks>
/// A character that is a token can only fail to become that token if one of its bytes merges first with something outside. What that gives
/// begins with the last bytes of the character and the byte behind it, or ends with the byte before it and its first bytes. There are few such
/// tokens. So beside every byte that none of them with a lower rank has in that place, the character is complete before any of them can come
/// up, and merging may as well begin with it.
/// </remarks>
internal static class WholeCharacters
{
    /// <summary>The words of a set: a bit for each byte before the character, then one for each byte behind it.</summary>
    internal const int SetWords = 8;

    // Sets are numbered in eleven bits, see BpeVocabulary.
    private const int MaxSets = 1 << 11;

    /// <summary>Returns the characters by ascending code point.</summary>
    /// <param name="tokens">The tokens by ascending id.</param>
    /// <param name="parts">Their parts; if any has a higher id than the token, no character is found.</param>
    /// <param name="sets">The sets of neighbours.</param>
    internal static List<WholeCharacter> Find(byte[][] tokens, TokenPart[] parts, out List<ulong[]> sets)
    {
        sets = [];
        List<WholeCharacter> characters = [];
        if (!MergeFinder.IsOrdered(parts))
        {
            return characters;
        }

        List<Crossing> before = FindCrossings(tokens, OpenPrefix);
        List<Crossing> behind = FindCrossings(tokens, OpenSuffix);
        Dictionary<string, int> known = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            ReadOnlySpan<byte> bytes = tokens[token];
            if (bytes.Length is not (2 or 3) || bytes[0] < 0xC0 || parts[token].IsNone || !System.Text.Unicode.Utf8.IsValid(bytes)
                || Utf8Sequence.LengthOf(bytes[0]) != bytes.Length)
            {
                continue;
            }

            ulong[] set = new ulong[SetWords];
            foreach (Crossing crossing in before)
            {
                Exclude(set, 0, crossing, token, bytes.StartsWith(crossing.Inside));
            }

            foreach (Crossing crossing in behind)
            {
                Exclude(set, SetWords / 2, crossing, token, bytes.EndsWith(crossing.Inside));
            }

            string key = string.Join(',', set);
            if (!known.TryGetValue(key, out int number))
            {
                if (sets.Count == MaxSets)
                {
                    continue;
                }

                number = sets.Count;
                known.Add(key, number);
                sets.Add(set);
            }

            characters.Add(new WholeCharacter(Utf8Sequence.Decode(bytes, 0, out _), token, number));
        }

        characters.Sort(static (first, second) => first.CodePoint.CompareTo(second.CodePoint));
        return characters;
    }

    private static void Exclude(ulong[] set, int word, Crossing crossing, int token, bool matches)
    {
        if (matches && crossing.Token < token)
        {
            set[word + (crossing.Outside >> 6)] |= 1UL << (crossing.Outside & 63);
        }
    }

    private delegate (int Start, int Length, int Outside) Cutter(ReadOnlySpan<byte> token);

    /// <summary>Returns the tokens of the lowest rank that hold a part of a character and, beyond its edge, a certain byte.</summary>
    private static List<Crossing> FindCrossings(byte[][] tokens, Cutter cut)
    {
        HashSet<(int, byte)> known = [];
        List<Crossing> crossings = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            (int start, int length, int outside) = cut(tokens[token]);
            if (length > 0)
            {
                byte[] inside = tokens[token].AsSpan(start, length).ToArray();
                if (known.Add((Key(inside), tokens[token][outside])))
                {
                    crossings.Add(new Crossing(inside, tokens[token][outside], token));
                }
            }
        }

        return crossings;
    }

    /// <summary>Finds the first bytes of a character at the end of a token, with something before them.</summary>
    private static (int Start, int Length, int Outside) OpenPrefix(ReadOnlySpan<byte> token)
    {
        for (int length = 1; length <= Math.Min(3, token.Length - 1); length++)
        {
            byte value = token[^length];
            if (!Utf8Sequence.IsContinuation(value))
            {
                return value >= 0xC0 && Utf8Sequence.LengthOf(value) > length ? (token.Length - length, length, token.Length - length - 1) : default;
            }
        }

        return default;
    }

    /// <summary>Finds the last bytes of a character at the beginning of a token, with something behind them.</summary>
    private static (int Start, int Length, int Outside) OpenSuffix(ReadOnlySpan<byte> token)
    {
        int length = 0;
        while (length < token.Length && Utf8Sequence.IsContinuation(token[length]))
        {
            length++;
        }

        return length is > 0 and < 4 && length < token.Length ? (0, length, length) : default;
    }

    /// <summary>Returns up to three bytes and their number as one number.</summary>
    private static int Key(ReadOnlySpan<byte> bytes)
    {
        int key = bytes.Length;
        foreach (byte value in bytes)
        {
            key = (key << 8) | value;
        }

        return key;
    }

    /// <param name="Inside">The bytes of the character.</param>
    /// <param name="Outside">The byte beside them.</param>
    /// <param name="Token">The token.</param>
    private sealed record Crossing(byte[] Inside, byte Outside, int Token);
}
