using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>The merges of two ASCII characters that nothing beside them can prevent: they can be made before all others, and all at once.</summary>
/// <remarks>
/// <para>
/// Two adjacent characters l and r that merge with rank k do so, if no pair of a token that ends with the character before l, and l, has a rank
/// up to k, and no pair of r and a token that begins with the character behind r either: until they merge, k is at hand, and whatever takes l
/// or r away has a higher rank. What they become is part of tokens of higher ranks only, so making it early changes nothing else.
/// </para>
/// <para>
/// Ranks are compared in steps of 32, the bounds rounded down.
/// </para>
/// </remarks>
internal sealed unsafe class AsciiPairs
{
    private const int Characters = 128;
    private const int StepBits = 5;

    private readonly AlignedMemory _memory = new(Characters * Characters * (nuint)sizeof(Pair));

    /// <param name="tokens">The bytes of the tokens.</param>
    /// <param name="compact">Their parts, all with lower indices than the token.</param>
    internal AsciiPairs(TokenBytes tokens, CompactVocabulary compact)
    {
        new Span<Pair>(Pairs, Characters * Characters).Fill(new Pair(PairTable.None, ushort.MaxValue, ushort.MaxValue));
        for (int token = 0; token < compact.TokenCount; token++)
        {
            uint leftPart = CompactVocabulary.ReadIndex(compact.Parts, 6 * token);
            if (leftPart == CompactVocabulary.NoPart)
            {
                continue;
            }

            ReadOnlySpan<byte> left = tokens[(int)leftPart];
            ReadOnlySpan<byte> right = tokens[(int)CompactVocabulary.ReadIndex(compact.Parts, (6 * token) + 3)];
            if ((left[^1] | right[0]) >= Characters)
            {
                continue;
            }

            // In the order of ranks: the first one is the lowest.
            ref Pair pair = ref Pairs[(left[^1] * Characters) + right[0]];
            ushort rank = (ushort)Math.Min(ushort.MaxValue, token >> StepBits);
            pair = new Pair(
                left.Length == 1 && right.Length == 1 ? (uint)token : pair.Token,
                right.Length == 1 ? Math.Min(pair.TakesRight, rank) : pair.TakesRight,
                left.Length == 1 ? Math.Min(pair.TakesLeft, rank) : pair.TakesLeft);
        }
    }

    internal long ByteCount => (long)_memory.Length;

    private Pair* Pairs => (Pair*)_memory.Pointer;

    /// <summary>Writes the symbols of ASCII text with those merges made, and returns how many they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Symbolize(byte* text, int length, uint* byteSymbols, uint* symbols)
    {
        // A pair as one word: the token in the low half, what takes the right one, what takes the left one.
        ulong* pairs = (ulong*)_memory.Pointer;
        ulong before = ulong.MaxValue;
        ulong here = length > 1 ? pairs[(text[0] * Characters) + text[1]] : ulong.MaxValue;
        uint merged = 0;
        uint* end = symbols;
        for (int index = 0; index < length; index++)
        {
            ulong behind = index + 2 < length ? pairs[(text[index + 1] * Characters) + text[index + 2]] : ulong.MaxValue;

            // Without a branch. Of two adjacent pairs at most one is taken, so what follows a merge is always its right part.
            uint bound = Math.Min((uint)(before >> 32) & ushort.MaxValue, (uint)(behind >> 48));
            uint token = (uint)here;
            bool merges = token >> StepBits < bound;
            *end = merges ? token : byteSymbols[text[index]];
            end += 1 - merged;
            merged = merges ? 1u : 0u;
            before = here;
            here = behind;
        }

        return (int)(end - symbols);
    }

    /// <param name="Token">What the two characters merge into, or <see cref="PairTable.None"/>.</param>
    /// <param name="TakesRight">The lowest rank, in steps, of a pair of a token that ends with the first character, and the second one alone.</param>
    /// <param name="TakesLeft">The lowest rank, in steps, of a pair of the first character alone, and a token that begins with the second one.</param>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Pair(uint Token, ushort TakesRight, ushort TakesLeft);
}
