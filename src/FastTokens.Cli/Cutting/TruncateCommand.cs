using System.CommandLine;
using System.Globalization;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Cli;

/// <summary><c>fasttokens truncate</c>: a text, or those of JSON lines, shortened to a budget of tokens.</summary>
internal sealed class TruncateCommand
{
    private readonly CutOptions _options = new("{\"id\", \"text\", \"tokens\", \"truncated\", \"omitted_tokens\"}");

    private readonly Option<TruncationKeep> _keep = new("--keep")
    {
        Description = "What to keep: head, tail or both. Default: head.",
        HelpName = "PART",
        CustomParser = result => NamedValue.Parse(result, Parts),
    };

    private readonly Option<string?> _marker = new("--marker")
    {
        Description = "What to put where text was left out; {tokens}, {characters} and {lines} become numbers. Default: a line that says how many tokens.",
        HelpName = "TEXT",
    };

    private readonly Option<bool> _noMarker = new("--no-marker") { Description = "Put nothing where text was left out." };

    private readonly CliConsole _console;

    private TruncateCommand(CliConsole console) => _console = console;

    private static (string Name, TruncationKeep Value)[] Parts { get; } =
        [("head", TruncationKeep.Head), ("tail", TruncationKeep.Tail), ("both", TruncationKeep.HeadAndTail)];

    public static Command Create(CliConsole console)
    {
        TruncateCommand definition = new(console);
        definition._keep.CompletionSources.Add([.. Parts.Select(part => part.Name)]);
        Command command = new("truncate", "Shortens a text to a budget of tokens, at a clean boundary.");
        definition._options.AddTo(command);
        command.Options.Add(definition._keep);
        command.Options.Add(definition._marker);
        command.Options.Add(definition._noMarker);
        command.SetAction(definition.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int budget = _options.MaxTokensOf(parsed, least: 0);
        TokenTruncator truncator = new(_options.CounterOf(parsed, _console), TruncationOptionsOf(parsed));
        TextInput input = _options.InputOf(parsed, _console);
        return _options.FieldOf(parsed) is { } field
            ? CutRun.RunJsonLines(input, field, new TruncationAnswer(truncator, budget), _console)
            : CutRun.RunText(input, _console, text => Write(truncator.Truncate(text, budget), input.Path, budget));
    }

    private TruncationOptions TruncationOptionsOf(ParseResult parsed)
    {
        string? marker = parsed.GetValue(_marker);
        if (marker is not null && parsed.GetValue(_noMarker))
        {
            throw new UsageException("--marker and --no-marker exclude each other");
        }

        try
        {
            return new TruncationOptions
            {
                Keep = parsed.GetValue(_keep),
                Boundary = _options.BoundaryOf(parsed),
                Marker = parsed.GetValue(_noMarker) ? null : marker ?? TruncationOptions.DefaultMarker,
                CountOmittedTokens = true,
            };
        }
        catch (ArgumentException exception)
        {
            throw UsageException.FromArgument(exception);
        }
    }

    private string? Write(Utf8TruncationResult result, string path, int budget)
    {
        if (result.IsTruncated)
        {
            using ArrayPoolBufferWriter<byte> output = new();
            result.WriteTo(output);
            _console.WriteOutput(output.WrittenSpan);
        }
        else
        {
            _console.WriteOutput(result.Head);
        }

        _console.WriteMessage(string.Create(CultureInfo.InvariantCulture, $"{path}: {Describe(result, budget)}"));
        return null;
    }

    private static string Describe(Utf8TruncationResult result, int budget) => result switch
    {
        { IsTruncated: false } => string.Create(CultureInfo.InvariantCulture, $"{result.TokenCount} tokens, within {budget}: nothing omitted"),
        { Boundary: { } boundary } => string.Create(
            CultureInfo.InvariantCulture,
            $"{result.TokenCount} of {budget} tokens, cut at a {boundary.ToString().ToLowerInvariant()} boundary: {result.OmittedTokenCount} tokens omitted"),
        _ => string.Create(CultureInfo.InvariantCulture, $"not one character fits {budget} tokens: {result.OmittedTokenCount} tokens omitted"),
    };
}
