using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Up to 16 symbols that are merged step by step, so that several words can take their steps in turn.</summary>
/// <remarks>
/// <para>
/// A merged symbol keeps the place of its left part, and each place knows its neighbours. The key of a place is the rank of its pair with the
/// next one, above the number of the place: so the least of the sixteen keys names the pair to merge, of equals the first, and two vectors find
/// it without a branch.
/// </para>
/// <para>
/// A step waits for the one before: for the comparison, then for two look-ups. The steps of other words do not, so a CPU does them meanwhile.
/// </para>
/// </remarks>
internal unsafe struct ShortChain
{
    /// <summary>The most symbols that are merged here.</summary>
    internal const int MaxLength = 2 * KeysPerVector;

    /// <summary>Room for the symbols of any piece that is merged at once, so that it can be seen how many they are.</summary>
    internal fixed uint Symbols[SymbolChain.MaxLength];

    private const int KeysPerVector = 8;

    private fixed uint _keys[MaxLength];
    private fixed byte _next[MaxLength + 1];
    private fixed byte _previous[MaxLength + 1];
    private int _count;

    /// <summary>The number of symbols that are left.</summary>
    internal int Left { get; private set; }

    /// <summary>Takes sixteen symbols; those that are too many do no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Load(uint* symbols)
    {
        fixed (ShortChain* chain = &this)
        {
            Vector256.Store(Vector256.Load(symbols), chain->Symbols);
            Vector256.Store(Vector256.Load(symbols + KeysPerVector), chain->Symbols + KeysPerVector);
        }
    }

    /// <summary>Begins to merge so many symbols.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Start(PairTable pairs, int count)
    {
        Debug.Assert(count <= MaxLength, "There are sixteen keys.");
        _count = count;
        Left = count;
        fixed (ShortChain* chain = &this)
        {
            Vector128<byte> places = Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            Vector128.Store(places + Vector128<byte>.One, chain->_next);
            Vector128.Store(places - Vector128<byte>.One, chain->_previous);
            chain->_next[MaxLength] = MaxLength + 1;
            chain->_previous[MaxLength] = MaxLength - 1;
            Vector256.Store(Vector256<uint>.AllBitsSet, chain->_keys);
            Vector256.Store(Vector256<uint>.AllBitsSet, chain->_keys + KeysPerVector);
            for (int place = 0; place < count - 1; place++)
            {
                chain->_keys[place] = SymbolChain.Key(pairs.Find(chain->Symbols[place], chain->Symbols[place + 1]), (uint)place);
            }
        }
    }

    /// <summary>Merges a pair; returns whether there was one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Step(PairTable pairs)
    {
        fixed (ShortChain* chain = &this)
        {
            Vector256<uint> low = Vector256.Load(chain->_keys);
            Vector256<uint> high = Vector256.Load(chain->_keys + KeysPerVector);
            uint key = SymbolChain.Least(Vector256.Min(low, high));
            if (key >= SymbolChain.NoKey)
            {
                return false;
            }

            uint place = key & (SymbolChain.MaxLength - 1);
            uint symbol = key >> SymbolChain.PlaceBits;
            uint second = chain->_next[place];
            uint behind = chain->_next[second];
            uint before = chain->_previous[place];
            chain->_next[place] = (byte)behind;
            chain->_previous[behind] = (byte)place;
            chain->Symbols[place] = symbol;
            chain->Left--;

            // Outside the chain stands a symbol that no pair has, and a place that no key has.
            bool isFirst = place == 0;
            uint left = chain->Symbols[isFirst ? 0 : before];
            uint right = chain->Symbols[behind];
            uint keyHere = SymbolChain.Key(pairs.Find(symbol, behind < (uint)chain->_count ? right : SymbolChain.NoSymbol), place);
            uint keyBefore = SymbolChain.Key(pairs.Find(isFirst ? SymbolChain.NoSymbol : left, symbol), before);
            before = isFirst ? MaxLength : before;
            Vector256<uint> lowPlaces = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
            Vector256<uint> highPlaces = lowPlaces + Vector256.Create((uint)KeysPerVector);
            Vector256.Store(Set(Set(Set(low, lowPlaces, second, uint.MaxValue), lowPlaces, place, keyHere), lowPlaces, before, keyBefore), chain->_keys);
            Vector256.Store(
                Set(Set(Set(high, highPlaces, second, uint.MaxValue), highPlaces, place, keyHere), highPlaces, before, keyBefore), chain->_keys + KeysPerVector);
            return true;
        }
    }

    /// <summary>Moves the symbols that are left together.</summary>
    internal void Gather()
    {
        uint place = 0;
        for (int index = 0; index < Left; index++)
        {
            Symbols[index] = Symbols[place];
            place = _next[place];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Set(Vector256<uint> keys, Vector256<uint> places, uint place, uint key) =>
        Vector256.ConditionalSelect(Vector256.Equals(places, Vector256.Create(place)), Vector256.Create(key), keys);
}
