namespace FastTokens.Caching;

/// <summary>Which conversation a request belongs to, as far as its cache goes.</summary>
/// <param name="Session">The session.</param>
/// <param name="Agent">The agent within it; empty for the main one.</param>
/// <param name="Source">What sends the request: <c>main</c>, <c>title</c>, … A variant <c>main:…</c> is the same conversation as <c>main</c>.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model.</param>
public readonly record struct CacheDetectorKey(string Session, string Agent, string Source, string Provider, string Model)
{
    /// <summary>Returns the key without the variant of its source. Allocates only where there is one.</summary>
    public CacheDetectorKey Normalized()
    {
        int variant = Source?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return variant < 0 ? this : this with { Source = Source![..variant] };
    }
}
