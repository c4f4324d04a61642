using System.Globalization;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Cli;

/// <summary>Counts texts one after another with one meter and one buffer, whatever their size. For one thread.</summary>
internal sealed class FileCounter(ProfileSelection selection, CliConsole console, WorkProgress progress) : IDisposable
{
    // Large enough that the calls to the system do not show, small enough to stay in the second-level cache.
    private const int BufferLength = 1 << 20;

    // Where git looks for a NUL to tell binary from text.
    private const int BinaryProbeLength = 8000;

    private readonly SelectionMeter _meter = new(selection);
    private readonly MemoryOwner<byte> _buffer = MemoryOwner<byte>.Allocate(BufferLength);

    /// <summary>Counts one text.</summary>
    public FileOutcome Count(TextInput input)
    {
        try
        {
            using Stream stream = input.Open(console);
            return Count(input, new Utf8TextReader(stream));
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            return new FileOutcome(null, InputFailure.FromException(input.Path, exception));
        }
    }

    public void Dispose() => _buffer.Dispose();

    private FileOutcome Count(TextInput input, Utf8TextReader reader)
    {
        Span<byte> buffer = _buffer.Span;
        int length = ReadAtLeast(reader, buffer, BinaryProbeLength);
        int zero = reader.IsUtf16 ? -1 : buffer[..Math.Min(length, BinaryProbeLength)].IndexOf((byte)0);
        if (zero >= 0)
        {
            return Binary(input, zero);
        }

        _meter.Reset();
        long bytes = 0;
        while (length > 0)
        {
            console.CancellationToken.ThrowIfCancellationRequested();
            _meter.Append(buffer[..length]);
            progress.Add(length);
            bytes += length;
            length = reader.Read(buffer);
        }

        FileCount count = new(input.Path, bytes, _meter.Counts(), _meter.Sampled?.Margin95 ?? 0);
        if (!_meter.IsExact)
        {
            console.WriteMessage($"{input.Path}: a word of more than {ExactTokenMeter.MaxOpenLength} bytes was counted in parts; the count may be a few tokens off");
        }

        return new FileOutcome(count, null);
    }

    private static FileOutcome Binary(TextInput input, int zero)
    {
        // A file found in a directory is left out; one that the user names must not vanish without a word.
        string reason = string.Create(CultureInfo.InvariantCulture, $"binary file (NUL byte at offset {zero})");
        return new FileOutcome(null, input.IsNamed ? new InputFailure(input.Path, reason) : null);
    }

    private static int ReadAtLeast(Utf8TextReader reader, Span<byte> buffer, int minimum)
    {
        int length = 0;
        while (length < minimum)
        {
            int read = reader.Read(buffer[length..]);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length;
    }
}
