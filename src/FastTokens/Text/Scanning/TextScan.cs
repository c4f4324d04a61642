using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FastTokens;

/// <summary>
/// A scan under way: the classes not yet counted, one chunk of them at most, what the next chunk must know of the past, and a sequence
/// that the end of the last piece cut in two. Text may be appended in any pieces, inside characters too, and in both encodings.
/// </summary>
internal struct TextScan
{
    // In front of the classes stand the 64 before them; behind them is room for the longest vector, of masks of as many characters.
    private const int FirstClass = 64;
    private const int Overlap = 512;

    /// <summary>What has been counted. The counters of groups that did not occur are not cleared.</summary>
    internal TextFeatures Features;

    private ScanHistory _history;
    private ClassBuffer _classes;
    private int _count;
    private uint _pendingUtf8;
    private int _pendingUtf8Length;
    private char _pendingHighSurrogate;

    /// <summary>Gets the length of the text so far in UTF-8 bytes, as if it ended here: what is incomplete is one ill-formed part.</summary>
    internal readonly long Utf8ByteCount => Features.Utf8ByteCount + (IsIncomplete ? CharacterClasses.ReplacementUtf8Length : 0);

    private readonly bool IsIncomplete => _pendingUtf8Length > 0 || _pendingHighSurrogate != '\0';

    /// <summary>Makes the scan one of no text. Needed before the first use: the buffer itself is never cleared.</summary>
    internal void Reset()
    {
        Features.Reset();
        _history = default;
        _classes[FirstClass - 1] = CharacterClasses.BeforeText;
        _count = 0;
        _pendingUtf8Length = 0;
        _pendingHighSurrogate = '\0';
    }

    internal void Append<TOps, TVector>(ReadOnlySpan<byte> utf8Text)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        if (utf8Text.IsEmpty)
        {
            return;
        }

        EndUtf16<TOps, TVector>();
        if (_pendingUtf8Length > 0)
        {
            utf8Text = utf8Text[ContinueUtf8<TOps, TVector>(utf8Text)..];
        }

        while (!utf8Text.IsEmpty)
        {
            int read = Utf8Classifier<TOps, TVector>.Read(utf8Text, FreeClasses(), out int written, ref BytesRead());
            Advance<TOps, TVector>(written);
            utf8Text = utf8Text[read..];
            if (read == 0 && written == 0)
            {
                KeepUtf8(utf8Text);
                return;
            }
        }
    }

    internal void Append<TOps, TVector>(ReadOnlySpan<char> text)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        if (text.IsEmpty)
        {
            return;
        }

        EndUtf8<TOps, TVector>();
        if (_pendingHighSurrogate != '\0')
        {
            ReadOnlySpan<char> joined = [_pendingHighSurrogate, text[0]];
            _pendingHighSurrogate = '\0';
            if (char.IsLowSurrogate(text[0]))
            {
                text = text[1..];
            }
            else
            {
                joined = [(char)CharacterClasses.Replacement];
            }

            Utf16Classifier<TOps, TVector>.Read(joined, FreeClasses(), out int written, ref BytesRead());
            Advance<TOps, TVector>(written);
        }

        while (!text.IsEmpty)
        {
            int read = Utf16Classifier<TOps, TVector>.Read(text, FreeClasses(), out int written, ref BytesRead());
            Advance<TOps, TVector>(written);
            text = text[read..];
            if (read == 0 && written == 0)
            {
                _pendingHighSurrogate = text[0];
                return;
            }
        }
    }

    /// <summary>Returns the estimate of the text so far, as if it ended here.</summary>
    internal readonly long Estimate(TokenProfile profile)
    {
        ScanDispatch.GetFeatures(in this, out TextFeatures features);
        return profile.Estimate(in features);
    }

    /// <summary>Ends the text: what it counts is in <see cref="Features"/>. The scan cannot go on without a reset.</summary>
    internal void End<TOps, TVector>()
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        EndUtf8<TOps, TVector>();
        EndUtf16<TOps, TVector>();
        if (_count > 0)
        {
            CountChunk<TOps, TVector>(ref _classes[FirstClass], _count, ref _history, ref Features);
        }
    }

    /// <summary>Writes the features of the text so far, as if it ended here; the scan itself can go on.</summary>
    internal readonly void GetFeatures<TOps, TVector>(out TextFeatures features)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        features = Features;
        int count = _count;
        if (IsIncomplete)
        {
            // There is room: a full chunk has been counted. What is incomplete is one ill-formed part.
            Unsafe.AsRef(in _classes[FirstClass + count]) = CharacterClasses.OfScalar(CharacterClasses.Replacement);
            count++;
            features.Utf8ByteCount = Utf8ByteCount;
        }

        if (count > 0)
        {
            ScanHistory past = _history;
            CountChunk<TOps, TVector>(ref Unsafe.AsRef(in _classes[FirstClass]), count, ref past, ref features);
        }

        features.ClearAbsentGroups();
    }

    // The room left in the buffer, at least one class.
    [UnscopedRef]
    private Span<byte> FreeClasses() => MemoryMarshal.CreateSpan(ref _classes[FirstClass + _count], ClassPlanes.ChunkLength - _count);

    [UnscopedRef]
    private ref long BytesRead() => ref Features.Utf8ByteCountReference;

    private void Advance<TOps, TVector>(int written)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        _count += written;
        if (_count == ClassPlanes.ChunkLength)
        {
            CountChunk<TOps, TVector>(ref _classes[FirstClass], _count, ref _history, ref Features);
            ((ReadOnlySpan<byte>)_classes).Slice(_count, FirstClass).CopyTo(_classes);
            _count = 0;
        }
    }

    /// <summary>Counts a chunk of classes and makes its end the past of the next one.</summary>
    private static void CountChunk<TOps, TVector>(ref byte classes, int count, ref ScanHistory history, ref TextFeatures features)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        features.Groups |= ScanKernel<TOps, TVector>.Count(ref classes, count, ref history, features.AsSpan(), features.Groups);
        features.ScalarCount += count;
    }

    // Completes, with the first bytes of a new piece, the sequence that the last one left open. Returns how many bytes that took.
    private int ContinueUtf8<TOps, TVector>(ReadOnlySpan<byte> utf8Text)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        Span<byte> sequence = stackalloc byte[2 * sizeof(uint)];
        int kept = _pendingUtf8Length;
        MemoryMarshal.Write(sequence, in _pendingUtf8);
        int added = Math.Min(sizeof(uint) - kept, utf8Text.Length);
        utf8Text[..added].CopyTo(sequence[kept..]);
        if (Rune.DecodeFromUtf8(sequence[..(kept + added)], out Rune rune, out int length) == System.Buffers.OperationStatus.NeedMoreData)
        {
            KeepUtf8(sequence[..(kept + added)]);
            return added;
        }

        // An ill-formed part never ends before what was kept: that much was the beginning of a well-formed sequence. Its rune is U+FFFD.
        _pendingUtf8Length = 0;
        AppendScalar<TOps, TVector>(rune);
        return length - kept;
    }

    private void KeepUtf8(ReadOnlySpan<byte> incomplete)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        incomplete.CopyTo(bytes);
        _pendingUtf8 = MemoryMarshal.Read<uint>(bytes);
        _pendingUtf8Length = incomplete.Length;
    }

    // A piece of the other encoding ends what the last one left open.
    private void EndUtf8<TOps, TVector>()
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        if (_pendingUtf8Length > 0)
        {
            _pendingUtf8Length = 0;
            AppendScalar<TOps, TVector>(Rune.ReplacementChar);
        }
    }

    private void EndUtf16<TOps, TVector>()
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        if (_pendingHighSurrogate != '\0')
        {
            _pendingHighSurrogate = '\0';
            AppendScalar<TOps, TVector>(Rune.ReplacementChar);
        }
    }

    private void AppendScalar<TOps, TVector>(Rune rune)
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        FreeClasses()[0] = CharacterClasses.OfScalar(rune.Value);
        BytesRead() += rune.Utf8SequenceLength;
        Advance<TOps, TVector>(1);
    }

    [InlineArray(FirstClass + ClassPlanes.ChunkLength + Overlap)]
    private struct ClassBuffer
    {
        private byte _first;
    }
}
