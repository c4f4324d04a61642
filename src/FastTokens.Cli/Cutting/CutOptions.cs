using System.CommandLine;

namespace FastTokens.Cli;

/// <summary>The options and the argument that <c>truncate</c> and <c>chunk</c> share.</summary>
internal sealed class CutOptions(string answer)
{
    private readonly Argument<string[]> _input = new("input")
    {
        Description = "A file, or - for standard input, which is the default.",
        HelpName = "FILE|-",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "The budget in tokens.", HelpName = "N", Required = true };

    private readonly Option<TextBoundary> _boundary = new("--boundary")
    {
        Description = "The coarsest boundary to cut at: paragraph, line, sentence, word or grapheme. Default: paragraph.",
        HelpName = "KIND",
        CustomParser = result => NamedValue.Parse(result, Boundaries),
    };

    private readonly CounterOptions _counter = new();
    private readonly JsonLinesOptions _jsonLines = new(answer);

    private static (string Name, TextBoundary Value)[] Boundaries { get; } =
        [.. Enum.GetValues<TextBoundary>().Select(boundary => (boundary.ToString().ToLowerInvariant(), boundary))];

    public void AddTo(Command command)
    {
        _boundary.CompletionSources.Add([.. Boundaries.Select(boundary => boundary.Name)]);
        command.Arguments.Add(_input);
        command.Options.Add(_maxTokens);
        command.Options.Add(_boundary);
        _counter.AddTo(command);
        command.Options.Add(_jsonLines.JsonLines);
        command.Options.Add(_jsonLines.Field);
    }

    /// <summary>Returns the budget.</summary>
    /// <param name="parsed">What the user asks for.</param>
    /// <param name="least">The smallest that makes sense.</param>
    /// <exception cref="UsageException">It is smaller.</exception>
    public int MaxTokensOf(ParseResult parsed, int least)
    {
        int budget = parsed.GetValue(_maxTokens);
        return budget >= least ? budget : throw new UsageException($"--max-tokens {budget} is less than {least}");
    }

    public TextBoundary BoundaryOf(ParseResult parsed) => parsed.GetValue(_boundary);

    public ITokenCounter CounterOf(ParseResult parsed, CliConsole console) => _counter.Select(parsed, console);

    /// <inheritdoc cref="JsonLinesOptions.FieldOf"/>
    public string? FieldOf(ParseResult parsed) => _jsonLines.FieldOf(parsed);

    /// <summary>Returns the input.</summary>
    /// <exception cref="UsageException">There is none, or more than one.</exception>
    public TextInput InputOf(ParseResult parsed, CliConsole console)
    {
        string[] arguments = parsed.GetValue(_input) ?? [];
        UnknownOptions.ThrowOnAny(parsed, arguments);
        return arguments switch
        {
            [] when !console.IsInputRedirected => throw new UsageException("nothing to read: name a file, or redirect standard input"),
            [] or [TextInput.StandardInputName] => TextInput.StandardInput,
            [string path] when path.Length > 0 => new TextInput(path, Path.GetFullPath(path, console.WorkingDirectory), IsNamed: true),
            [_] => throw new UsageException("the path is empty"),
            _ => throw new UsageException("more than one input"),
        };
    }
}
