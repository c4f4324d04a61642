using System.Buffers;
using System.CommandLine;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Cli;

/// <summary><c>fasttokens chunk</c>: a text, or those of JSON lines, in chunks of at most so many tokens.</summary>
internal sealed class ChunkCommand
{
    // Enough that the calls to the system do not show.
    private const int FlushLength = 1 << 16;

    private readonly CutOptions _options = new("{\"id\", \"chunks\": [...]}");

    private readonly Option<int> _overlap = new("--overlap")
    {
        Description = "How many tokens of a chunk's end the next chunk begins with at most. Default: 0.",
        HelpName = "M",
    };

    private readonly CliConsole _console;

    private ChunkCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        ChunkCommand definition = new(console);
        Command command = new("chunk", "Cuts a text into chunks of at most so many tokens, as JSON lines with offsets in UTF-8 bytes.");
        definition._options.AddTo(command);
        command.Options.Add(definition._overlap);
        command.SetAction(definition.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TokenChunker chunker = ChunkerOf(parsed);
        TextInput input = _options.InputOf(parsed, _console);
        return _options.FieldOf(parsed) is { } field
            ? CutRun.RunJsonLines(input, field, new ChunkAnswer(chunker), _console)
            : CutRun.RunText(input, _console, text => Write(chunker, text));
    }

    private TokenChunker ChunkerOf(ParseResult parsed)
    {
        int budget = _options.MaxTokensOf(parsed, least: 1);
        int overlap = parsed.GetValue(_overlap);
        return overlap < 0 ? throw new UsageException($"--overlap {overlap} is negative")
            : overlap >= budget ? throw new UsageException($"--overlap {overlap} is not smaller than --max-tokens {budget}")
            : new TokenChunker(
                _options.CounterOf(parsed, _console), budget, new ChunkingOptions { Boundary = _options.BoundaryOf(parsed), OverlapTokenCount = overlap });
    }

    private string? Write(TokenChunker chunker, ReadOnlySpan<byte> text)
    {
        using ArrayPoolBufferWriter<byte> output = new(2 * FlushLength);
        string? error = null;
        try
        {
            foreach (TextChunk chunk in chunker.EnumerateChunks(text))
            {
                _console.CancellationToken.ThrowIfCancellationRequested();
                ChunkAnswer.WriteChunk(output, chunk, text);
                output.Write("\n"u8);
                if (output.WrittenCount >= FlushLength)
                {
                    _console.WriteOutput(output.WrittenSpan);
                    output.Clear();
                }
            }
        }
        catch (ArgumentException exception)
        {
            error = exception.Message;
        }

        _console.WriteOutput(output.WrittenSpan);
        return error;
    }
}
