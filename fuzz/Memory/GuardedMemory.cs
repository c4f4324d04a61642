namespace FastTokens.Fuzz;

/// <summary>Memory between two pages that cannot be touched: a read or write past either end of what lies against it kills the process.</summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private readonly byte* _pages;
    private readonly byte* _memory;
    private readonly nuint _mapped;

    /// <summary>Maps the memory.</summary>
    /// <param name="capacity">The bytes needed; rounded up to pages.</param>
    public GuardedMemory(int capacity)
    {
        int page = Environment.SystemPageSize;
        Capacity = (capacity + page - 1) / page * page;
        _mapped = (nuint)(Capacity + (2 * page));
        _pages = VirtualMemory.Reserve(_mapped);
        _memory = _pages + page;
        VirtualMemory.Allow(_memory, (nuint)Capacity);
    }

    public int Capacity { get; }

    /// <summary>Copies an input so that a protected page follows its last byte.</summary>
    public ReadOnlySpan<byte> PlaceAtEnd(ReadOnlySpan<byte> input) => Place(input, Capacity - input.Length);

    /// <summary>Copies an input so that a protected page precedes its first byte.</summary>
    public ReadOnlySpan<byte> PlaceAtStart(ReadOnlySpan<byte> input) => Place(input, 0);

    public void Dispose() => VirtualMemory.Release(_pages, _mapped);

    private Span<byte> Place(ReadOnlySpan<byte> input, int offset)
    {
        Span<byte> place = new Span<byte>(_memory, Capacity).Slice(offset, input.Length);
        input.CopyTo(place);
        return place;
    }
}
