namespace FastTokens.Caching;

/// <summary>The detectors of many conversations, at most so many at a time: those that were not used for the longest time go. Safe for concurrent use.</summary>
/// <remarks>The collection is; a detector is not: the requests of one conversation follow one another.</remarks>
public sealed class CacheBreakDetectors
{
    /// <summary>Enough for one agent with its side requests; a gateway needs thousands.</summary>
    public const int DefaultCapacity = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<CacheDetectorKey, LinkedListNode<Entry>> _byKey;
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Func<CacheDetectorKey, CacheRules> _rulesOf;

    /// <summary>Makes a collection.</summary>
    /// <param name="capacity">How many detectors there are at most.</param>
    /// <param name="rulesOf">Gives the rules of a new detector, or <see langword="null"/> for those that come with the library.</param>
    public CacheBreakDetectors(int capacity = DefaultCapacity, Func<CacheDetectorKey, CacheRules>? rulesOf = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        _byKey = new Dictionary<CacheDetectorKey, LinkedListNode<Entry>>(capacity);
        _rulesOf = rulesOf ?? (static key => CacheRules.ForModel(key.Model, key.Provider));
    }

    /// <summary>Gets how many detectors there are at most.</summary>
    public int Capacity { get; }

    /// <summary>Gets how many detectors there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byKey.Count;
            }
        }
    }

    /// <summary>Returns the detector of a conversation; makes one, and lets the one go that was not used for the longest time, where there is none.</summary>
    /// <remarks>A new one knows what the same conversation had cached with another model, so that the switch can be named.</remarks>
    public CacheBreakDetector GetOrAdd(CacheDetectorKey key)
    {
        key = key.Normalized();
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                if (node != _byUse.First)
                {
                    _byUse.Remove(node);
                    _byUse.AddFirst(node);
                }

                return node.Value.Detector;
            }

            CacheBreakDetector detector = new(_rulesOf(key));
            if (FindOtherModel(key) is { } other)
            {
                detector.SwitchedFrom(other);
            }

            while (_byKey.Count >= Capacity)
            {
                _byKey.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            _byKey.Add(key, _byUse.AddFirst(new Entry(key, detector)));
            return detector;
        }
    }

    /// <summary>Lets a detector go.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(CacheDetectorKey key)
    {
        key = key.Normalized();
        lock (_lock)
        {
            if (!_byKey.Remove(key, out LinkedListNode<Entry>? node))
            {
                return false;
            }

            _byUse.Remove(node);
            return true;
        }
    }

    private CacheBreakDetector? FindOtherModel(CacheDetectorKey key)
    {
        for (LinkedListNode<Entry>? node = _byUse.First; node is not null; node = node.Next)
        {
            CacheDetectorKey other = node.Value.Key;
            if (other.Session == key.Session && other.Agent == key.Agent && other.Source == key.Source)
            {
                return node.Value.Detector;
            }
        }

        return null;
    }

    private readonly record struct Entry(CacheDetectorKey Key, CacheBreakDetector Detector);
}
