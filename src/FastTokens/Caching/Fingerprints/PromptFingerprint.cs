using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace FastTokens.Caching;

/// <summary>
/// The hashes of a prompt, segment by segment in the order in which providers cache them (tools, system, messages), with lengths, tokens and paths,
/// and without its text.
/// </summary>
/// <remarks>
/// <para>
/// Each segment has a hash of its own and one of everything up to its end. Those chains begin with a root made of the format's version, provider,
/// model and salt. Segments longer than <see cref="BlockLength"/> are chained block by block as well.
/// </para>
/// <para>
/// Not safe for concurrent use while it is built; safe for reading afterwards. Building into a used instance allocates nothing once its buffers
/// have grown. Hashes are XXH3 and no protection against someone who chooses texts: see <see cref="PromptFingerprintOptions.Salt"/>.
/// </para>
/// </remarks>
public sealed partial class PromptFingerprint
{
    /// <summary>The length in bytes of the blocks of long segments.</summary>
    public const int BlockLength = 4096;

    /// <summary>The version of the hashes and of the saved form.</summary>
    public const int FormatVersion = 1;

    private FingerprintSegment[] _segments = [];
    private FingerprintSegment[] _unsorted = [];
    private FingerprintParameter[] _parameters = [];
    private UInt128[] _blocks = [];
    private UInt128[] _blockChains = [];
    private byte[] _scratch = [];
    private int _count;
    private int _parameterCount;
    private int _blockCount;
    private readonly int[] _sectionCounts = new int[3];
    private bool _isSorted;
    private bool _isLoaded;
    private bool _keepsMessageBounds;
    private FingerprintHash _hash;
    private PromptFingerprintOptions _options = PromptFingerprintOptions.Default;

    /// <summary>Gets the number of segments.</summary>
    public int Count => _count;

    /// <summary>Gets the segments, in the order of caching.</summary>
    public ReadOnlySpan<FingerprintSegment> Segments => _segments.AsSpan(0, _count);

    /// <summary>Gets the parameters of the request, in its order. Which of them are part of a cache's key is a matter of the provider's rules.</summary>
    public ReadOnlySpan<FingerprintParameter> Parameters => _parameters.AsSpan(0, _parameterCount);

    /// <summary>Gets the tokens of all segments.</summary>
    public long TokenCount { get; private set; }

    /// <summary>Gets where the chains begin: a hash of format version, provider, model and salt.</summary>
    public UInt128 Root { get; private set; }

    /// <summary>Gets a hash of the places and lifetimes of all breakpoints.</summary>
    public ulong BreakpointHash { get; private set; }

    /// <summary>Gets the shape of the body that the fingerprint was built from; <see langword="null"/> for prompts added by hand, and loaded ones.</summary>
    public PromptFormat? Format { get; private set; }

    /// <summary>Gets the provider that the prompt goes to.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>Gets the model that the prompt goes to; empty where it is not known.</summary>
    public string Model { get; private set; } = "";

    /// <summary>Gets whether the request goes on from state that the server keeps, so that its text is not the whole prompt.</summary>
    public bool HasServerState { get; private set; }

    /// <summary>Gets whether the request does without the breakpoint that the provider sets by itself (OpenAI's <c>prompt_cache_options.mode</c> <c>explicit</c>).</summary>
    public bool HasOnlyExplicitBreakpoints { get; private set; }

    /// <summary>Gets whether the request asks for the longer lifetime as a whole (OpenAI's <c>prompt_cache_retention</c> <c>24h</c>).</summary>
    public bool HasLongRetention { get; private set; }

    /// <summary>Gets the length of the body that the fingerprint was built from, in bytes; 0 for prompts added by hand.</summary>
    public int BodyLength { get; private set; }

    /// <summary>Gets the hash of the whole prompt.</summary>
    public UInt128 Chain => _count == 0 ? Root : _segments[_count - 1].Chain;

    /// <summary>Reads a request and takes its fingerprint, in place of what the instance held.</summary>
    /// <param name="utf8Json">The body.</param>
    /// <param name="format">Its shape.</param>
    /// <param name="options">Counter, provider, model, salt.</param>
    /// <param name="previous">The fingerprint of an earlier request of the conversation, with the same salt and counter, to take unchanged parts from; another instance than this.</param>
    /// <param name="reuse">How far to rely on it.</param>
    /// <exception cref="PromptFormatException">The body is wrong; says where. The instance is then empty.</exception>
    public void Build(
        ReadOnlySpan<byte> utf8Json,
        PromptFormat format,
        PromptFingerprintOptions? options = null,
        PromptFingerprint? previous = null,
        PrefixReuse reuse = PrefixReuse.Verify)
    {
        if (ReferenceEquals(previous, this))
        {
            throw new ArgumentException("The previous fingerprint is the one to be built.", nameof(previous));
        }

        Begin(options);
        int scratchLength = PromptReader.GetScratchLength(utf8Json.Length);
        if (_scratch.Length < scratchLength)
        {
            _scratch = GC.AllocateUninitializedArray<byte>(Math.Max(scratchLength, (int)Math.Min(Array.MaxLength, 2L * _scratch.Length)));
        }

        _keepsMessageBounds = format != PromptFormat.AnthropicMessages;
        PromptReader reader = new(utf8Json, format, _scratch);
        try
        {
            while (reader.Read())
            {
                Append(reader.Current, previous, reuse);
            }
        }
        catch
        {
            Clear();
            throw;
        }

        Model = _options.Model ?? reader.Model ?? "";
        HasServerState = reader.HasServerState;
        BodyLength = utf8Json.Length;
        Format = format;
        if (reader.AutomaticBreakpoint.IsSet)
        {
            MarkLast(reader.AutomaticBreakpoint);
        }

        Finish();
    }

    /// <summary>Starts a fingerprint of segments that <see cref="Add"/> adds, in place of what the instance held.</summary>
    public void Begin(PromptFingerprintOptions? options = null)
    {
        Clear();
        _options = options ?? PromptFingerprintOptions.Default;
        _hash = new FingerprintHash(_options.Salt.Span);
        _keepsMessageBounds = true;
        Provider = _options.Provider;
        Model = _options.Model ?? "";
    }

    /// <summary>Adds a segment of a prompt that is not JSON, or not in a format that <see cref="PromptReader"/> knows.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="tokens">Its tokens, or <see langword="null"/> to count them.</param>
    public void Add(in PromptSegment segment, int? tokens = null)
    {
        Append(segment, null, PrefixReuse.Verify, tokens);
    }

    /// <summary>Completes a fingerprint whose segments were added.</summary>
    public void Complete() => Finish();

    /// <summary>Returns the hash that segments have for a tool of that name, with the salt of this fingerprint.</summary>
    public ulong HashName(ReadOnlySpan<byte> utf8Name) => _hash.Short(utf8Name);

    /// <summary>Makes this instance equal to another one. Allocates only where a buffer must grow.</summary>
    public void CopyFrom(PromptFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        EnsureCapacity(ref _segments, other._count, 0);
        EnsureCapacity(ref _blocks, other._blockCount, 0);
        EnsureCapacity(ref _blockChains, other._blockCount, 0);
        EnsureCapacity(ref _parameters, other._parameterCount, 0);
        other.Segments.CopyTo(_segments);
        other._blocks.AsSpan(0, other._isLoaded ? 0 : other._blockCount).CopyTo(_blocks);
        other._blockChains.AsSpan(0, other._blockCount).CopyTo(_blockChains);
        other.Parameters.CopyTo(_parameters);
        (_count, _blockCount, _parameterCount) = (other._count, other._blockCount, other._parameterCount);
        (TokenCount, Root, BreakpointHash, HasServerState, BodyLength) =
            (other.TokenCount, other.Root, other.BreakpointHash, other.HasServerState, other.BodyLength);
        (HasOnlyExplicitBreakpoints, HasLongRetention) = (other.HasOnlyExplicitBreakpoints, other.HasLongRetention);
        (Provider, Model, Format, _hash, _options) = (other.Provider, other.Model, other.Format, other._hash, other._options);
        other._sectionCounts.CopyTo(_sectionCounts, 0);
        _isSorted = other._isSorted;
        _isLoaded = other._isLoaded;
        _keepsMessageBounds = other._keepsMessageBounds;
    }

    /// <summary>Returns the index of the first segment of a section, or where it would stand.</summary>
    public int IndexOf(PromptSection section) => section switch
    {
        PromptSection.Tools => 0,
        PromptSection.System => _sectionCounts[0],
        PromptSection.Messages => _sectionCounts[0] + _sectionCounts[1],
        _ => _count,
    };

    /// <summary>Returns the chains at the ends of the blocks of a long segment; none for short ones.</summary>
    internal ReadOnlySpan<UInt128> BlockChainsOf(in FingerprintSegment segment) => _blockChains.AsSpan(segment.FirstBlock, segment.BlockCount);

    private void Clear()
    {
        _count = _parameterCount = _blockCount = BodyLength = 0;
        TokenCount = 0;
        BreakpointHash = 0;
        HasServerState = HasOnlyExplicitBreakpoints = HasLongRetention = false;
        Root = default;
        _isSorted = true;
        _isLoaded = false;
        Format = null;
        Array.Clear(_sectionCounts);
    }

    private void Append(scoped PromptSegment segment, PromptFingerprint? previous, PrefixReuse reuse, int? tokens = null)
    {
        if (segment.Kind == PromptSegmentKind.SystemText && IsStripped(segment.Content))
        {
            segment = new PromptSegment
            {
                Kind = segment.Kind,
                Section = segment.Section,
                Path = segment.Path,
                SourceOffset = segment.SourceOffset,
                SourceLength = segment.SourceLength,
                Breakpoint = segment.Breakpoint,
            };
        }

        if (segment.Section == PromptSection.Parameters)
        {
            string name = segment.Path.Root ?? "";
            EnsureCapacity(ref _parameters, _parameterCount + 1, _parameterCount);
            _parameters[_parameterCount++] = new FingerprintParameter(name, _hash.Of(segment.Content));
            HasOnlyExplicitBreakpoints |= name == "prompt_cache_options" && segment.Content.IndexOf("\"mode\":\"explicit\""u8) >= 0;
            HasLongRetention |= name == "prompt_cache_retention" && segment.Content.SequenceEqual("\"24h\""u8);
            return;
        }

        int ordinal = _sectionCounts[(int)segment.Section]++;
        _isSorted &= _count == 0 || _segments[_count - 1].Section <= segment.Section;
        bool hasTwin = TryFindTwin(previous, segment, ordinal, out FingerprintSegment twin);
        bool isTrusted = hasTwin && reuse == PrefixReuse.Trust && !(previous!._isLoaded && twin.BlockCount > 0);
        int firstBlock = _blockCount;
        UInt128 local = isTrusted ? TakeHashes(previous!, twin) : HashLocally(segment);
        bool isSame = isTrusted || (hasTwin && twin.LocalHash == local);

        EnsureCapacity(ref _segments, _count + 1, _count);
        _segments[_count++] = new FingerprintSegment
        {
            LocalHash = local,
            Path = segment.Path,
            Tokens = tokens ?? (isSame ? twin.Tokens : CountTokens(segment)),
            Length = segment.Content.Length,
            SourceOffset = segment.SourceOffset,
            SourceLength = segment.SourceLength,
            NameHash = isSame ? twin.NameHash : _hash.Short(segment.Name),
            IdHash = isSame ? twin.IdHash : _hash.Short(segment.Id),
            Kind = segment.Kind,
            Section = segment.Section,
            IsBlockEnd = segment.IsBlockEnd,
            IsMessageStart = segment.IsMessageStart,
            Breakpoint = segment.Breakpoint,
            FirstBlock = firstBlock,
        };
    }

    private bool IsStripped(ReadOnlySpan<byte> text)
    {
        for (int index = 0; index < _options.StrippedPrefixes.Count; index++)
        {
            // Headers are ASCII.
            string prefix = _options.StrippedPrefixes[index];
            if (text.Length >= prefix.Length && Ascii.Equals(text[..prefix.Length], prefix))
            {
                return true;
            }
        }

        return false;
    }

    // The segment of the earlier request at the same place of the same section, if it can be the same.
    private static bool TryFindTwin(PromptFingerprint? previous, in PromptSegment segment, int ordinal, out FingerprintSegment twin)
    {
        if (previous is not null && ordinal < previous._sectionCounts[(int)segment.Section])
        {
            twin = previous._segments[previous.IndexOf(segment.Section) + ordinal];
            return twin.Kind == segment.Kind && twin.Length == segment.Content.Length;
        }

        twin = default;
        return false;
    }

    private UInt128 HashLocally(in PromptSegment segment)
    {
        UInt128 local = HashContent(segment.Content);
        bool hasMore = !segment.Id.IsEmpty || !segment.Extra.IsEmpty || (!segment.Name.IsEmpty && segment.Kind != PromptSegmentKind.Tool);
        if (!hasMore)
        {
            return local;
        }

        local = _hash.Join(local, _hash.Of(segment.Name), 1);
        local = _hash.Join(local, _hash.Of(segment.Id), 2);
        return _hash.Join(local, _hash.Of(segment.Extra), 3);
    }

    // Long content is hashed by blocks, whose hashes are kept, and the whole is the hash of those.
    private UInt128 HashContent(ReadOnlySpan<byte> content)
    {
        if (content.Length <= BlockLength)
        {
            return _hash.Of(content);
        }

        int first = _blockCount;
        for (int start = 0; start < content.Length; start += BlockLength)
        {
            EnsureCapacity(ref _blocks, _blockCount + 1, _blockCount);
            _blocks[_blockCount++] = _hash.Of(content.Slice(start, Math.Min(BlockLength, content.Length - start)));
        }

        return _hash.Of(MemoryMarshal.AsBytes(_blocks.AsSpan(first.._blockCount)));
    }

    private UInt128 TakeHashes(PromptFingerprint previous, in FingerprintSegment twin)
    {
        int blocks = twin.BlockCount;
        EnsureCapacity(ref _blocks, _blockCount + blocks, _blockCount);
        previous._blocks.AsSpan(twin.FirstBlock, blocks).CopyTo(_blocks.AsSpan(_blockCount));
        _blockCount += blocks;
        return twin.LocalHash;
    }

    private int CountTokens(in PromptSegment segment) =>
        _options.Counter is { } counter ? SegmentTokens.Count(segment, counter, _options.AttachmentTokens, _options.ImageRule) : 0;

    private void MarkLast(CacheBreakpoint breakpoint)
    {
        int last = -1;
        for (int index = 0; index < _count; index++)
        {
            if (last < 0 || _segments[index].Section >= _segments[last].Section)
            {
                last = index;
            }
        }

        if (last >= 0 && !_segments[last].Breakpoint.IsSet)
        {
            _segments[last] = _segments[last] with { Breakpoint = breakpoint };
        }
    }

    private void Finish()
    {
        if (!_isSorted)
        {
            SortBySection();
        }

        EnsureCapacity(ref _blockChains, _blockCount, 0);
        Root = MakeRoot();
        UInt128 chain = Root;
        long tokens = 0;
        ulong breakpoints = 0;
        for (int index = 0; index < _count; index++)
        {
            ref FingerprintSegment segment = ref _segments[index];
            for (int block = segment.FirstBlock; block < segment.FirstBlock + segment.BlockCount; block++)
            {
                chain = _hash.Join(chain, _blocks[block]);
                _blockChains[block] = chain;
            }

            chain = _hash.Join(chain, segment.LocalHash, TagOf(segment));
            segment = segment with { Chain = chain, TokensBefore = tokens };
            tokens += segment.Tokens;
            if (segment.Breakpoint.IsSet)
            {
                Span<ulong> words = [breakpoints, (ulong)index, (ulong)segment.Breakpoint.LifetimeSeconds];
                breakpoints = System.IO.Hashing.XxHash3.HashToUInt64(MemoryMarshal.AsBytes(words));
            }
        }

        TokenCount = tokens;
        BreakpointHash = breakpoints;
    }

    // What must be equal besides the content. Where one message ends and the next of the same role begins does not matter to Anthropic.
    private ulong TagOf(in FingerprintSegment segment) =>
        ((ulong)(uint)segment.Length << 16) | ((ulong)segment.Kind << 8) | (segment.IsMessageStart && _keepsMessageBounds ? 1u : 0u);

    private UInt128 MakeRoot()
    {
        UInt128 root = _hash.Join(FormatVersion, HashText(Provider), 1);
        return _hash.Join(_hash.Join(root, HashText(Model), 2), _hash.Of(_options.Salt.Span), 3);
    }

    private UInt128 HashText(string text)
    {
        Span<byte> buffer = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(text, buffer, out int written) ? _hash.Of(buffer[..written]) : _hash.Of(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private void SortBySection()
    {
        EnsureCapacity(ref _unsorted, _count, 0);
        Span<int> next = [0, IndexOf(PromptSection.System), IndexOf(PromptSection.Messages)];
        foreach (ref readonly FingerprintSegment segment in Segments)
        {
            _unsorted[next[(int)segment.Section]++] = segment;
        }

        (_segments, _unsorted) = (_unsorted, _segments);
        _isSorted = true;
    }

    private static void EnsureCapacity<T>([NotNull] ref T[] array, int capacity, int used)
    {
        if (array.Length < capacity)
        {
            T[] larger = new T[Math.Max(capacity, Math.Max(16, 2 * array.Length))];
            array.AsSpan(0, used).CopyTo(larger);
            array = larger;
        }
    }
}
