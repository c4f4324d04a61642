using System.CommandLine;

namespace FastTokens.Cli;

/// <summary>The options <c>--jsonl</c> and <c>--field</c>.</summary>
/// <param name="answer">What a line is answered with, as the help shows it.</param>
internal sealed class JsonLinesOptions(string answer)
{
    private const string DefaultField = "text";

    public Option<bool> JsonLines { get; } = new("--jsonl")
    {
        Description = $"Read JSON lines and answer each with {answer}, as soon as it has been read.",
    };

    public Option<string?> Field { get; } = new("--field")
    {
        Description = $"With --jsonl: the key of the text, or the path to a nested one (a.b). Default: {DefaultField}.",
        HelpName = "KEY",
    };

    /// <summary>Returns the key of the text, or null where the input is no JSON lines.</summary>
    /// <exception cref="UsageException">There is a key, but no JSON lines.</exception>
    public string? FieldOf(ParseResult parsed)
    {
        string? field = parsed.GetValue(Field);
        return parsed.GetValue(JsonLines) ? field ?? DefaultField
            : field is null ? null
            : throw new UsageException("--field needs --jsonl");
    }
}
