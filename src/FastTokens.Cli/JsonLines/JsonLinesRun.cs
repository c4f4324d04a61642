using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Cli;

/// <summary>Answers each line of JSON with one line of JSON, in order: for programs that pipe records through.</summary>
internal sealed class JsonLinesRun(
    IJsonLineAnswer answer, string field, CliConsole console, WorkProgress progress, int maximumLineLength) : IDisposable
{
    /// <summary>The longest line that is parsed: what one array can hold.</summary>
    public const int DefaultMaximumLineLength = 0x7FFF_FFC7; // Array.MaxLength

    // Enough that the calls to the system do not show.
    private const int FlushLength = 1 << 16;

    private readonly JsonRecordParser _parser = new(field);
    private readonly ArrayPoolBufferWriter<byte> _output = new(2 * FlushLength);
    private readonly ArrayPoolBufferWriter<byte> _line = new();

    /// <summary>Answers all lines of all inputs; returns what went wrong.</summary>
    public IReadOnlyList<InputFailure> Answer(IReadOnlyList<TextInput> inputs)
    {
        List<InputFailure> failures = [];
        foreach (TextInput input in inputs)
        {
            BadLines badLines = default;
            try
            {
                Answer(input, ref badLines);
            }
            catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
            {
                failures.Add(InputFailure.FromException(input.Path, exception));
            }

            if (badLines.ToFailure(input.Path) is { } failure)
            {
                failures.Add(failure);
            }
        }

        return failures;
    }

    public void Dispose()
    {
        _output.Dispose();
        _line.Dispose();
    }

    private void Answer(TextInput input, ref BadLines badLines)
    {
        using Stream stream = input.Open(console);
        using LineReader lines = new(new Utf8TextReader(stream), maximumLineLength);
        long lineNumber = 0;
        while (lines.Fill())
        {
            console.CancellationToken.ThrowIfCancellationRequested();
            progress.Add(lines.LastReadLength);
            while (lines.TryTake(out Span<byte> line, out bool isTooLong))
            {
                lineNumber++;
                if (!TryAnswer(line, isTooLong, out string error))
                {
                    JsonLineWriter.WriteError(_output, error, lineNumber);
                    badLines.Add(lineNumber, error);
                }

                if (_output.WrittenCount >= FlushLength)
                {
                    Flush();
                }
            }

            // The next read may wait for a program that waits for these answers.
            Flush();
        }
    }

    private bool TryAnswer(Span<byte> line, bool isTooLong, out string error)
    {
        if (isTooLong)
        {
            error = $"line longer than {maximumLineLength} bytes";
            return false;
        }

        if (!_parser.TryParse(line, out JsonRecord record, out error))
        {
            return false;
        }

        // The id is written first: it may be the text itself, which loses its escapes in place.
        _line.Clear();
        JsonLineWriter.WriteId(_line, record.Id is { } id ? line[id] : default);
        Span<byte> text = line[record.Text];
        if (!answer.TryWrite(_line, record.IsTextEscaped ? text[..JsonStringUnescaper.UnescapeInPlace(text)] : text, out error))
        {
            return false;
        }

        _line.Write("}\n"u8);
        _output.Write(_line.WrittenSpan);
        return true;
    }

    private void Flush()
    {
        if (_output.WrittenCount > 0)
        {
            console.WriteOutput(_output.WrittenSpan);
            _output.Clear();
        }
    }
}
