using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>How many merges the bytes of a character of three bytes make that is no token, if nothing beside it takes part: one or none.</summary>
/// <remarks>One if its first two bytes merge, or its last two. Were there a second merge, it would give the character, which is no token.</remarks>
internal sealed unsafe class LoneCharacters
{
    private const int Tails = 1 << 10;

    private readonly AlignedMemory _merges = new(Tails + (1 << 12));

    internal LoneCharacters(PairTable pairs, uint* byteSymbols)
    {
        for (int first = 0; first < Tails; first++)
        {
            _merges.Pointer[first] = Merges(0xE0 | (first >> 6), 0x80 | (first & 0x3F));
        }

        for (int tail = 0; tail < 1 << 12; tail++)
        {
            _merges.Pointer[Tails + tail] = Merges(0x80 | (tail >> 6), 0x80 | (tail & 0x3F));
        }

        byte Merges(int left, int right) => pairs.Find(byteSymbols[left], byteSymbols[right]) == PairTable.None ? (byte)0 : (byte)1;
    }

    internal long ByteCount => (long)_merges.Length;

    /// <summary>For the first two bytes, and behind them for the last two, whether they merge.</summary>
    internal byte* Merges => _merges.Pointer;

    /// <summary>Returns the number of merges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CountMerges(byte* merges, uint codePoint) => merges[codePoint >> 6] | merges[Tails + (codePoint & 0xFFF)];
}
