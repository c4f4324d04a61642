namespace FastTokens.Generators;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every runtime.</summary>
internal struct SplitMixRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Returns a number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Next(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)Math.BigMul(mixed ^ (mixed >> 31), (ulong)limit, out _);
    }
}
