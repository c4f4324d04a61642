namespace FastTokens.Compaction;

/// <summary>How old results of tools are cleared.</summary>
public sealed record MicrocompactionOptions
{
    /// <summary>The text that stands in place of a result that was cleared.</summary>
    public const string DefaultClearedText = "[Old tool result content cleared]";

    // That text has 6 to 8 tokens in every family.
    private const int DefaultClearedTextTokens = 8;

    /// <summary>Gets the defaults.</summary>
    public static MicrocompactionOptions Default { get; } = new();

    /// <summary>Gets whether results are cleared after a pause. Off by default.</summary>
    public bool IsTimeBasedEnabled { get; init; }

    /// <summary>Gets how long the pause must be: then the provider's cache has expired anyway.</summary>
    public TimeSpan GapThreshold { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Gets how many of the last results stay; at least one does.</summary>
    public int KeepRecent { get; init; } = 5;

    /// <summary>Gets what stands in place of a cleared result.</summary>
    public string ClearedText { get; init; } = DefaultClearedText;

    /// <summary>Gets the tokens of <see cref="ClearedText"/>: a result that has no more is not cleared, or was before.</summary>
    public int ClearedTextTokens { get; init; } = DefaultClearedTextTokens;

    /// <summary>Gets how many results the cache must hold before a cache edit deletes some.</summary>
    public int CacheEditTrigger { get; init; } = 20;

    /// <summary>Gets how many of the last results a cache edit leaves; at least one.</summary>
    public int CacheEditKeep { get; init; } = 5;

    /// <summary>Gets what the main thread's requests are called: this, or this with a variant behind a colon (<c>main:compact</c>).</summary>
    public string MainSource { get; init; } = "main";

    /// <summary>Returns whether requests are of the main thread; not where nothing is known of them.</summary>
    internal bool IsMainThread(ReadOnlySpan<char> source) =>
        source.StartsWith(MainSource, StringComparison.Ordinal) && (source.Length == MainSource.Length || source[MainSource.Length] == ':');

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        bool isValid = GapThreshold >= TimeSpan.Zero && KeepRecent >= 0 && ClearedTextTokens >= 0 && CacheEditTrigger >= 0 && CacheEditKeep >= 0
            && !string.IsNullOrEmpty(MainSource) && ClearedText is not null;
        if (!isValid)
        {
            throw new ArgumentException("The options of microcompaction are out of range: counts and the gap are not negative, and the main source has a name.");
        }
    }
}
