using System.Runtime.InteropServices;

namespace FastTokens.Caching;

/// <summary>The hashes of a fingerprint: XXH3, 128 bits, seeded with the salt.</summary>
internal readonly struct FingerprintHash
{
    private readonly long _seed;

    public FingerprintHash(ReadOnlySpan<byte> salt) => _seed = salt.IsEmpty ? 0 : (long)System.IO.Hashing.XxHash3.HashToUInt64(salt);

    public UInt128 Of(ReadOnlySpan<byte> bytes) => System.IO.Hashing.XxHash128.HashToUInt128(bytes, _seed);

    public ulong Short(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? 0 : Math.Max(1, System.IO.Hashing.XxHash3.HashToUInt64(bytes, _seed));

    /// <summary>Hashes two hashes and a number: the step of every chain.</summary>
    public UInt128 Join(UInt128 first, UInt128 second, ulong tag = 0)
    {
        Span<ulong> words = [(ulong)first, (ulong)(first >> 64), (ulong)second, (ulong)(second >> 64), tag];
        return Of(MemoryMarshal.AsBytes(words));
    }
}
