using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary><c>fasttokens accuracy</c>: estimates against the reference counts of a corpus, or against exact counts where it has none.</summary>
internal sealed class AccuracyCommand
{
    private const int DefaultWorst = 5;

    private readonly Argument<string> _corpus = new("corpus")
    {
        Description = "JSON lines: text, and as they are known id, category and counts {family: tokens}.",
        HelpName = "CORPUS.jsonl",
    };

    private readonly Option<bool> _allProfiles = new("--all-profiles") { Description = "The summary of each profile whose counts are known." };

    private readonly Option<int> _worst = new("--worst")
    {
        Description = $"How many of the worst texts to name. Default: {DefaultWorst}.",
        HelpName = "N",
        DefaultValueFactory = static _ => DefaultWorst,
    };

    private readonly ProfileOptions _profileOptions = new();
    private readonly CliConsole _console;

    private AccuracyCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        AccuracyCommand definition = new(console);
        Command command = new("accuracy", "Scores estimates against reference counts, or exact ones, category by category.")
        {
            definition._corpus,
            definition._profileOptions.Model,
            definition._profileOptions.Profile,
            definition._allProfiles,
            definition._worst,
        };
        command.SetAction(definition.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int worst = parsed.GetValue(_worst);
        if (worst < 0)
        {
            throw new UsageException("--worst needs a number of at least 0");
        }

        bool all = parsed.GetValue(_allProfiles);
        ProfileSelection selection = _profileOptions.Select(parsed, _console, all);
        (TokenProfile Profile, List<ScoredText> Texts)[] scores = [.. selection.Profiles.Select(profile => (profile, new List<ScoredText>()))];
        List<InputFailure> failures = [];
        string path = parsed.GetValue(_corpus)!;
        int number = 0;
        JsonLinesFile.Read(_console, path, failures, row =>
        {
            number++;
            if (JsonLinesFile.StringOf(row, "text") is not { } text)
            {
                return "there is no string 'text'";
            }

            string id = JsonLinesFile.StringOf(row, "id") ?? $"#{number}";
            string category = JsonLinesFile.StringOf(row, "category") ?? "text";
            return text.Length == 0 ? null : Score(row, text, id, category, scores, isRequired: !all);
        });

        StringBuilder report = new();
        foreach ((TokenProfile profile, List<ScoredText> texts) in scores.Where(score => score.Texts.Count > 0))
        {
            report.Append(all ? AccuracyTable.Summary(profile.Name, texts) : AccuracyTable.Format(profile.Name, texts, worst));
        }

        _console.WriteOutput(Encoding.UTF8.GetBytes(report.ToString()));
        foreach (InputFailure failure in failures)
        {
            _console.WriteFailure(failure);
        }

        return failures.Count == 0 ? ExitCodes.Success : ExitCodes.InputFailed;
    }

    private static string? Score(
        JsonElement row, string text, string id, string category, (TokenProfile Profile, List<ScoredText> Texts)[] scores, bool isRequired)
    {
        TextFeatures features = TextScanner.Scan(text);
        foreach ((TokenProfile profile, List<ScoredText> texts) in scores)
        {
            long? count = row.TryGetProperty("counts", out JsonElement counts) && counts.ValueKind == JsonValueKind.Object
                ? JsonLinesFile.CountOf(counts, profile.Name)
                : null;
            count ??= BpeTokenizer.TryFromName(profile.Name, out BpeTokenizer? tokenizer) ? tokenizer.CountTokens(text) : null;
            if (count is > 0)
            {
                texts.Add(new ScoredText(id, category, (double)(profile.Estimate(in features) - count.Value) / count.Value));
            }
            else if (isRequired)
            {
                return $"there is no count of '{profile.Name}' of at least 1, and no public vocabulary to count with";
            }
        }

        return null;
    }
}
