namespace FastTokens.Cli;

/// <summary>How far the work has come, in bytes; written by the workers, read by the display.</summary>
internal sealed class WorkProgress
{
    private long _doneBytes;
    private IReadOnlyList<TextInput>? _inputs;

    public long DoneBytes => Interlocked.Read(ref _doneBytes);

    /// <summary>Sets what there is to do.</summary>
    public void Begin(IReadOnlyList<TextInput> inputs) => Volatile.Write(ref _inputs, inputs);

    public void Add(long bytes) => Interlocked.Add(ref _doneBytes, bytes);

    /// <summary>Returns how much there is to do, or null as long as that is unknown (standard input has no length).</summary>
    public long? MeasureTotalBytes()
    {
        if (Volatile.Read(ref _inputs) is not { } inputs)
        {
            return null;
        }

        long total = 0;
        foreach (TextInput input in inputs)
        {
            if (input.FullPath is null)
            {
                return null;
            }

            FileInfo file = new(input.FullPath);
            total += file.Exists ? file.Length : 0;
        }

        return total;
    }
}
