using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>A character of two or three bytes, or the head of a longer one, with which merging may begin in place of the bytes.</summary>
/// <param name="CodePoint">The character, which is one UTF-16 unit; for a head, see <see cref="WholeCharacters.HeadAt"/>.</param>
/// <param name="Token">The token that it is.</param>
/// <param name="Neighbors">Which set of neighbours it must not have.</param>
internal readonly record struct WholeCharacter(int CodePoint, int Token, int Neighbors);

/// <summary>Finds the characters with which merging may begin, and beside which bytes it may not.</summary>
/// <remarks>
/// <para>
/// A character that is a token can only fail to become that token if one of its bytes merges first with something outside. What that gives
/// begins with the last bytes of the character and the byte behind it, or ends with the byte before it and its first bytes. There are few such
/// tokens. So beside every byte that none of them with a lower rank has in that place, the character is complete before any of them can come
/// up, and merging may as well begin with it.
/// </para>
/// <para>
/// The same holds for a head: the first two bytes of a character of three or four, or the first three of an emoji. Characters that are no
/// tokens, such as most signs and emoji, begin with that, so that few bytes are left to look up.
/// </para>
/// </remarks>
internal static unsafe class WholeCharacters
{
    // The second bytes, behind F0, with which a head has three bytes, are this one and the next seven: those of emoji are.
    private const int LeastSecondOfThree = 0x98;

    // Heads are numbered as the surrogates, which are no characters: of two bytes, behind the leads of three bytes and of four, then of three bytes.
    private const int FirstHead = 0xD800;
    private const int FirstHeadOfFour = FirstHead + (16 << 6);
    private const int FirstHeadOfThreeBytes = FirstHeadOfFour + (8 << 6);

    /// <summary>The number of a byte among characters, behind all of these; the others follow.</summary>
    internal const int FirstByte = 0x10000;

    /// <summary>The words of a set: a bit for each byte before the character, then one for each byte behind it.</summary>
    internal const int SetWords = 8;

    // Sets are numbered in eleven bits, see BpeVocabulary. Of more of them, the last one stands for the others: it has all neighbours.
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

        List<Crossing> before = FindCrossingsBefore(tokens);
        List<Crossing> behind = FindCrossingsBehind(tokens);
        Dictionary<string, int> known = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            ReadOnlySpan<byte> bytes = tokens[token];
            int codePoint = parts[token].IsNone || bytes.Length is not (2 or 3) ? 0 : CodePointOf(bytes);
            if (codePoint == 0)
            {
                continue;
            }

            ulong[] set = new ulong[SetWords];
            foreach (Crossing crossing in before)
            {
                Exclude(set, 0, crossing, token, bytes.StartsWith(crossing.Inside));
            }

            bool isHead = Utf8Sequence.LengthOf(bytes[0]) > bytes.Length;
            foreach (Crossing crossing in behind)
            {
                // Behind a character stands no continuation.
                Exclude(set, SetWords / 2, crossing, token, (isHead || !Utf8Sequence.IsContinuation(crossing.Outside)) && bytes.EndsWith(crossing.Inside));
            }

            string key = string.Join(',', set);
            if (sets.Count >= MaxSets - 1 && !known.ContainsKey(key))
            {
                Array.Fill(set, ulong.MaxValue);
                key = "all";
            }

            if (!known.TryGetValue(key, out int number))
            {
                number = sets.Count;
                known.Add(key, number);
                sets.Add(set);
            }

            characters.Add(new WholeCharacter(codePoint, token, number));
        }

        characters.Sort(static (first, second) => first.CodePoint.CompareTo(second.CodePoint));
        return characters;
    }

    /// <summary>Returns how many bytes the longest head has that begins with two bytes: 3 or 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int HeadLength(byte* piece) => piece[0] == 0xF0 & piece[1] >= LeastSecondOfThree & piece[1] < LeastSecondOfThree + 8 ? 3 : 2;

    /// <summary>Returns the number of the head of two or three bytes at a lead of three or four, as a code point that is no character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int HeadAt(byte* piece, int length) => length == 3
        ? FirstHeadOfThreeBytes + ((piece[1] & 7) << 6) + (piece[2] & 0x3F)
        : (piece[0] < 0xF0 ? FirstHead : FirstHeadOfFour) + ((piece[0] & 0xF) << 6) + (piece[1] & 0x3F);

    /// <summary>Returns the characters of two bytes that words begin with, the first byte lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> OfTwo(Vector512<uint> bytes) => Bits(bytes, 0, 0x1F, 6) | Bits(bytes, 8, 0x3F, 0);

    /// <summary>Returns the characters of three bytes that words begin with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> OfThree(Vector512<uint> bytes) => Bits(bytes, 0, 0xF, 12) | Bits(bytes, 8, 0x3F, 6) | Bits(bytes, 16, 0x3F, 0);

    /// <summary>Returns the numbers of the heads of two bytes of characters of three and four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> HeadsOfTwo(Vector512<uint> bytes)
    {
        Vector512<uint> isLong = Vector512.Equals(bytes & Vector512.Create(0xF0u), Vector512.Create(0xF0u));
        return (Vector512.Create((uint)FirstHead) + (isLong & Vector512.Create((uint)(FirstHeadOfFour - FirstHead)))) + (Bits(bytes, 0, 0xF, 6) | Bits(bytes, 8, 0x3F, 0));
    }

    /// <summary>Returns the numbers of the heads of three bytes of characters of four; 0 of those that have none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> HeadsOfThree(Vector512<uint> bytes)
    {
        Vector512<uint> hasHead = Vector512.Equals(bytes & Vector512.Create(0xF8FFu), Vector512.Create(0xF0u | (LeastSecondOfThree << 8)));
        return hasHead & (Vector512.Create((uint)FirstHeadOfThreeBytes) + (Bits(bytes, 8, 7, 6) | Bits(bytes, 16, 0x3F, 0)));
    }

    /// <summary>Returns some bits of words, moved down, then up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Bits(Vector512<uint> words, int from, uint mask, int to) => ((words >>> from) & Vector512.Create(mask)) << to;

    /// <summary>Returns the code point of two or three bytes that are a character, or the number of the head that they are; 0 for others.</summary>
    private static int CodePointOf(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return bytes[0] >= 0xC0 && Utf8Sequence.LengthOf(bytes[0]) == bytes.Length ? Utf8Sequence.Decode(bytes, 0, out _) : 0;
        }

        bool isHead = bytes[0] is >= 0xE0 and < 0xF8 && !bytes[1..].ContainsAnyExceptInRange((byte)0x80, (byte)0xBF) && Utf8Sequence.LengthOf(bytes[0]) > bytes.Length;
        fixed (byte* head = bytes)
        {
            return isHead && bytes.Length <= HeadLength(head) ? HeadAt(head, bytes.Length) : 0;
        }
    }

    private static void Exclude(ulong[] set, int word, Crossing crossing, int token, bool matches)
    {
        if (matches && crossing.Token < token)
        {
            set[word + (crossing.Outside >> 6)] |= 1UL << (crossing.Outside & 63);
        }
    }

    /// <summary>Finds the tokens that end with the first bytes of a character, with something before them.</summary>
    private static List<Crossing> FindCrossingsBefore(byte[][] tokens)
    {
        HashSet<(int, byte)> known = [];
        List<Crossing> crossings = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            byte[] bytes = tokens[token];
            int length = 1;
            while (length < Math.Min(3, bytes.Length - 1) && Utf8Sequence.IsContinuation(bytes[^length]))
            {
                length++;
            }

            if (length < bytes.Length && bytes[^length] >= 0xC0 && Utf8Sequence.LengthOf(bytes[^length]) > length)
            {
                Add(crossings, known, bytes[^length..], bytes[^(length + 1)], token);
            }
        }

        return crossings;
    }

    /// <summary>Finds the tokens that begin with the last bytes of a character or a head, with something behind them.</summary>
    private static List<Crossing> FindCrossingsBehind(byte[][] tokens)
    {
        HashSet<(int, byte)> known = [];
        List<Crossing> crossings = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            byte[] bytes = tokens[token];
            for (int length = 1; length < Math.Min(4, bytes.Length) && Utf8Sequence.IsContinuation(bytes[length - 1]); length++)
            {
                Add(crossings, known, bytes[..length], bytes[length], token);
            }
        }

        return crossings;
    }

    /// <summary>Adds a token, if none of a lower rank has those bytes there.</summary>
    private static void Add(List<Crossing> crossings, HashSet<(int, byte)> known, byte[] inside, byte outside, int token)
    {
        if (known.Add((Key(inside), outside)))
        {
            crossings.Add(new Crossing(inside, outside, token));
        }
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
