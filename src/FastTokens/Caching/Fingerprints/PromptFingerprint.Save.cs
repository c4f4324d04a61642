using System.Buffers;

namespace FastTokens.Caching;

// The saved form: magic number and version, then fields in order, integers as LEB128, hashes as 16 bytes little-endian, and XXH3 (64 bits) over all of it
// at the end. No text of the prompt is in it, but names of members and parameters are.
public sealed partial class PromptFingerprint
{
    private static ReadOnlySpan<byte> Magic => "FTFP"u8;

    /// <summary>Writes the fingerprint: some fifty bytes a segment, no text.</summary>
    /// <remarks>The salt is not written. A loaded fingerprint compares and forecasts like the original.</remarks>
    public void Save(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        BinaryForm.Writer writer = new();
        writer.WriteBytes(Magic);
        writer.WriteNumber(FormatVersion);
        WriteTo(writer);
        writer.CopyTo(destination);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, in place of what the instance held.</summary>
    /// <exception cref="InvalidDataException">The data are damaged, of another version, or no fingerprint. The instance is then empty.</exception>
    public void Load(ReadOnlySpan<byte> data)
    {
        BinaryForm.Reader reader = new(data, "fingerprint");
        reader.Expect(Magic);
        reader.ExpectVersion(FormatVersion);
        ReadFrom(ref reader);
        reader.RequireEnd();
    }

    internal void WriteTo(BinaryForm.Writer writer)
    {
        writer.WriteText(Provider);
        writer.WriteText(Model);
        writer.WriteHash(Root);
        writer.WriteNumber(BreakpointHash);
        writer.WriteNumber((HasServerState ? 1u : 0u) | (HasOnlyExplicitBreakpoints ? 2u : 0u) | (HasLongRetention ? 4u : 0u));
        writer.WriteNumber((uint)BodyLength);
        writer.WriteNumber((uint)_parameterCount);
        foreach (FingerprintParameter parameter in Parameters)
        {
            writer.WriteText(parameter.Name);
            writer.WriteHash(parameter.Hash);
        }

        writer.WriteNumber((uint)_count);
        foreach (ref readonly FingerprintSegment segment in Segments)
        {
            writer.WriteHash(segment.LocalHash);
            writer.WriteHash(segment.Chain);
            writer.WritePath(segment.Path);
            writer.WriteNumber((uint)segment.Tokens);
            writer.WriteNumber((uint)segment.Length);
            writer.WriteNumber((uint)segment.SourceOffset);
            writer.WriteNumber((uint)segment.SourceLength);
            writer.WriteNumber(segment.NameHash);
            writer.WriteNumber(segment.IdHash);
            writer.WriteNumber((uint)segment.Kind);
            writer.WriteNumber((uint)segment.Section);
            writer.WriteNumber((segment.IsBlockEnd ? 1u : 0u) | (segment.IsMessageStart ? 2u : 0u) | (segment.Breakpoint.IsSet ? 4u : 0u));
            writer.WriteNumber((uint)segment.Breakpoint.LifetimeSeconds);
            foreach (UInt128 chain in BlockChainsOf(segment))
            {
                writer.WriteHash(chain);
            }
        }
    }

    internal void ReadFrom(ref BinaryForm.Reader reader)
    {
        Clear();
        try
        {
            ReadFields(ref reader);
        }
        catch (InvalidDataException)
        {
            Clear();
            throw;
        }
    }

    private void ReadFields(ref BinaryForm.Reader reader)
    {
        _options = PromptFingerprintOptions.Default;
        _isLoaded = true;
        Provider = reader.ReadText();
        Model = reader.ReadText();
        Root = reader.ReadHash();
        BreakpointHash = reader.ReadNumber(ulong.MaxValue);
        ulong states = reader.ReadNumber(7);
        (HasServerState, HasOnlyExplicitBreakpoints, HasLongRetention) = ((states & 1) != 0, (states & 2) != 0, (states & 4) != 0);
        BodyLength = reader.ReadInt32();
        int parameters = reader.ReadCount(17);
        EnsureCapacity(ref _parameters, parameters, 0);
        for (; _parameterCount < parameters; _parameterCount++)
        {
            string name = reader.ReadText();
            _parameters[_parameterCount] = new FingerprintParameter(name, reader.ReadHash());
        }

        int count = reader.ReadCount(32);
        EnsureCapacity(ref _segments, count, 0);
        for (int index = 0; index < count; index++)
        {
            FingerprintSegment segment = ReadSegment(ref reader);
            if (_count > 0 && segment.Section < _segments[_count - 1].Section)
            {
                reader.Throw("segments are out of order");
            }

            int blocks = segment.BlockCount;
            reader.Require(16L * blocks);
            EnsureCapacity(ref _blockChains, _blockCount + blocks, _blockCount);
            for (int block = 0; block < blocks; block++)
            {
                _blockChains[_blockCount++] = reader.ReadHash();
            }

            _segments[_count++] = segment;
            _sectionCounts[(int)segment.Section]++;
            TokenCount += segment.Tokens;
        }
    }

    private FingerprintSegment ReadSegment(ref BinaryForm.Reader reader)
    {
        UInt128 local = reader.ReadHash();
        UInt128 chain = reader.ReadHash();
        PromptPath path = reader.ReadPath();
        FingerprintSegment segment = new()
        {
            LocalHash = local,
            Chain = chain,
            Path = path,
            TokensBefore = TokenCount,
            Tokens = reader.ReadInt32(),
            Length = reader.ReadInt32(),
            SourceOffset = reader.ReadInt32(),
            SourceLength = reader.ReadInt32(),
            NameHash = reader.ReadNumber(ulong.MaxValue),
            IdHash = reader.ReadNumber(ulong.MaxValue),
            Kind = (PromptSegmentKind)reader.ReadNumber((uint)PromptSegmentKind.Parameter),
            Section = (PromptSection)reader.ReadNumber((uint)PromptSection.Messages),
            FirstBlock = _blockCount,
        };
        ulong flags = reader.ReadNumber(7);
        return segment with
        {
            IsBlockEnd = (flags & 1) != 0,
            IsMessageStart = (flags & 2) != 0,
            Breakpoint = new CacheBreakpoint((flags & 4) != 0, reader.ReadInt32()),
        };
    }
}
