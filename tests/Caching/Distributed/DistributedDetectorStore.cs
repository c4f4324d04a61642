using System.Buffers;
using FastTokens.Caching;
using Microsoft.Extensions.Caching.Distributed;

namespace FastTokens.Tests.Caching;

/// <summary>
/// An example: replicas of a gateway share the detectors of conversations through an <see cref="IDistributedCache"/>. Whichever replica has the next request
/// goes on where another one stopped.
/// </summary>
internal sealed class DistributedDetectorStore(IDistributedCache cache)
{
    /// <summary>Returns the detector of a conversation as the last replica left it; a new one where none did, or where what it left cannot be read.</summary>
    public async Task<CacheBreakDetector> LoadAsync(CacheDetectorKey key, CancellationToken cancellation = default)
    {
        CacheBreakDetector detector = new(CacheRules.ForModel(key.Model, key.Provider));
        byte[]? saved = await cache.GetAsync(NameOf(key), cancellation);
        if (saved is not null)
        {
            try
            {
                detector.Load(saved);
            }
            catch (InvalidDataException)
            {
                // Another version wrote it: forecasts start anew.
            }
        }

        return detector;
    }

    /// <summary>Leaves the detector to whoever has the next request; forgotten when no prefix can be alive any more.</summary>
    public Task SaveAsync(CacheDetectorKey key, CacheBreakDetector detector, CancellationToken cancellation = default)
    {
        ArrayBufferWriter<byte> saved = new();
        detector.Save(saved);
        DistributedCacheEntryOptions options = new() { SlidingExpiration = TimeSpan.FromSeconds(2 * detector.Rules.LongLifetimeSeconds) };
        return cache.SetAsync(NameOf(key), saved.WrittenSpan.ToArray(), options, cancellation);
    }

    // Parts may hold any character; their lengths keep them apart.
    private static string NameOf(CacheDetectorKey key)
    {
        key = key.Normalized();
        string[] parts = [key.Session, key.Agent, key.Source, key.Provider, key.Model];
        return "fasttokens:" + string.Concat(parts.Select(static part => $"{part.Length}:{part}"));
    }
}
