using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>
/// Merges up to 64 symbols: of the adjacent pairs that merge, always the one of the lowest rank, of equals the first. As <see cref="FewSymbols"/>,
/// which is faster for up to 12.
/// </summary>
internal static unsafe class SymbolChain
{
    /// <summary>The most symbols of a chain.</summary>
    internal const int MaxLength = 1 << PlaceBits;

    /// <summary>The bits of a place in a key.</summary>
    private const int PlaceBits = 6;

    /// <summary>The least key of a place with no pair that merges: its rank has all bits set.</summary>
    private const uint NoKey = uint.MaxValue << PlaceBits;

    /// <summary>A symbol that is in no pair.</summary>
    private const uint NoSymbol = PairTable.MaxTokenCount;

    private const int KeysPerVector = 8;

    /// <summary>Merges up to 64 symbols in place and returns how many are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static int MergeMany(PairTable pairs, uint* symbols, int count)
    {
        uint* keys = stackalloc uint[MaxLength];
        byte* linkMemory = stackalloc byte[Links.Size];
        Links links = new(count, linkMemory);
        int end = (count + KeysPerVector - 1) & -KeysPerVector;
        for (int place = 0; place < end; place++)
        {
            keys[place] = place < count - 1 ? Key(pairs.Find(symbols[place], symbols[place + 1]), (uint)place) : uint.MaxValue;
        }

        int left = count;
        while (true)
        {
            Vector256<uint> least = Vector256.Load(keys);
            for (int place = KeysPerVector; place < end; place += KeysPerVector)
            {
                least = Vector256.Min(least, Vector256.Load(keys + place));
            }

            uint key = Least(least);
            if (key >= NoKey)
            {
                break;
            }

            uint first = key & (MaxLength - 1);
            uint symbol = key >> PlaceBits;
            uint second = links.Next[first];
            uint behind = links.Join(first, second);
            symbols[first] = symbol;
            left--;
            keys[second] = uint.MaxValue;
            keys[first] = Key(pairs.Find(symbol, behind < count ? symbols[behind] : NoSymbol), first);
            if (first > 0)
            {
                uint before = links.Previous[first];
                keys[before] = Key(pairs.Find(symbols[before], symbol), before);
            }
        }

        links.Gather(symbols, left);
        return left;
    }

    /// <summary>Returns the key of a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Key(uint rank, uint place) => (rank << PlaceBits) | place;

    /// <summary>Returns the least of eight keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Least(Vector256<uint> keys)
    {
        Vector128<uint> least = Vector128.Min(keys.GetLower(), keys.GetUpper());
        least = Vector128.Min(least, Vector128.Shuffle(least, Vector128.Create(2u, 3, 0, 1)));
        return Vector128.Min(least, Vector128.Shuffle(least, Vector128.Create(1u, 0, 3, 2))).ToScalar();
    }

    /// <summary>The places before and behind each place of a chain.</summary>
    private readonly ref struct Links
    {
        internal const int Size = 2 * (MaxLength + 1);

        internal readonly byte* Next;
        internal readonly byte* Previous;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Links(int count, byte* memory)
        {
            Next = memory;
            Previous = memory + MaxLength + 1;
            for (int place = 0; place <= count; place++)
            {
                Next[place] = (byte)(place + 1);
                Previous[place] = (byte)(place - 1);
            }
        }

        /// <summary>Takes the second of two neighbours out and returns the place behind it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal uint Join(uint first, uint second)
        {
            uint behind = Next[second];
            Next[first] = (byte)behind;
            Previous[behind] = (byte)first;
            return behind;
        }

        /// <summary>Moves the symbols that are left together.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Gather(uint* symbols, int count)
        {
            uint place = 0;
            for (int index = 0; index < count; index++)
            {
                symbols[index] = symbols[place];
                place = Next[place];
            }
        }
    }
}
