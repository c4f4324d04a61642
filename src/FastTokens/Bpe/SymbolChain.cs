using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Merges a short chain of symbols: of the adjacent pairs that merge, always the one of the lowest rank, of equals the first.</summary>
/// <remarks>
/// A merged symbol keeps the place of its left part, and each place knows its neighbours. The key of a place is the rank of its pair with the
/// next one, above the number of the place: so the least key names the pair to merge, and vectors find it without a branch. Up to sixteen keys
/// stay in registers; more of them go through memory.
/// </remarks>
internal static unsafe class SymbolChain
{
    /// <summary>The most symbols of a chain.</summary>
    internal const int MaxLength = 1 << PlaceBits;

    /// <summary>The most symbols whose keys stay in registers.</summary>
    internal const int KeysInRegisters = 2 * KeysPerVector;

    private const int PlaceBits = 6;
    private const int KeysPerVector = 8;

    // The rank of a pair that does not merge has all bits set, so its key is not below this.
    private const uint NoKey = uint.MaxValue << PlaceBits;

    /// <summary>Merges up to 16 symbols in place and returns how many are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static int MergeFew(PairTable pairs, uint* symbols, int count)
    {
        if (count < 2)
        {
            return count;
        }

        uint* keys = stackalloc uint[KeysInRegisters];
        byte* linkMemory = stackalloc byte[Links.Size];
        Vector256.Store(Vector256<uint>.AllBitsSet, keys);
        Vector256.Store(Vector256<uint>.AllBitsSet, keys + KeysPerVector);
        Links links = new(count, linkMemory);
        for (int place = 0; place < count - 1; place++)
        {
            keys[place] = Key(pairs.Find(symbols[place], symbols[place + 1]), (uint)place);
        }

        Vector256<uint> low = Vector256.Load(keys);
        Vector256<uint> high = Vector256.Load(keys + KeysPerVector);
        Vector256<uint> lowPlaces = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Vector256<uint> highPlaces = lowPlaces + Vector256.Create((uint)KeysPerVector);
        uint key;
        int left = count;
        while ((key = Least(Vector256.Min(low, high))) < NoKey)
        {
            uint place = key & (MaxLength - 1);
            uint symbol = key >> PlaceBits;
            uint second = links.Next[place];
            uint behind = links.Join(place, second);
            uint before = links.Previous[place];
            symbols[place] = symbol;
            left--;

            // Outside the chain stands a symbol that no pair has.
            uint keyHere = Key(pairs.Find(symbol, behind < count ? symbols[behind] : NoSymbol), place);
            uint keyBefore = Key(pairs.Find(place > 0 ? symbols[before] : NoSymbol, symbol), before);
            before = place > 0 ? before : MaxLength;
            low = Set(Set(Set(low, lowPlaces, second, uint.MaxValue), lowPlaces, place, keyHere), lowPlaces, before, keyBefore);
            high = Set(Set(Set(high, highPlaces, second, uint.MaxValue), highPlaces, place, keyHere), highPlaces, before, keyBefore);
        }

        links.Gather(symbols, left);
        return left;
    }

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

    private const uint NoSymbol = PairTable.MaxTokenCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Key(uint rank, uint place) => (rank << PlaceBits) | place;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Set(Vector256<uint> keys, Vector256<uint> places, uint place, uint key) =>
        Vector256.ConditionalSelect(Vector256.Equals(places, Vector256.Create(place)), Vector256.Create(key), keys);

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
