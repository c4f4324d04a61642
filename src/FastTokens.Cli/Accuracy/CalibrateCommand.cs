using System.CommandLine;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary><c>fasttokens calibrate</c>: refines a profile with texts and the counts that a provider reported for them.</summary>
internal sealed class CalibrateCommand
{
    private readonly Option<string> _observations = new("--observations")
    {
        Description = "JSON lines: text (or texts, an array of those that were counted together) and tokens, as they were reported.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _profile = new("--profile")
    {
        Description = $"The profile to begin with, a name or a profile file. Default: {TokenProfile.O200kBase.Name}.",
        HelpName = "BASE",
        DefaultValueFactory = static _ => TokenProfile.O200kBase.Name,
    };

    private readonly Option<string> _output = new("--output") { Description = "Where the refined profile goes.", HelpName = "PROFILE.json", Required = true };

    private readonly Option<string?> _name = new("--name") { Description = "The name of the refined profile. Default: that of its file.", HelpName = "NAME" };

    private readonly CliConsole _console;

    private CalibrateCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        CalibrateCommand definition = new(console);
        definition._profile.CompletionSources.Add([.. TokenProfile.BuiltIn.Select(profile => profile.Name)]);
        Command command = new("calibrate", "Refines a profile with the counts that a provider reported.")
        {
            definition._observations, definition._profile, definition._output, definition._name,
        };
        command.SetAction(definition.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TokenProfile basis = ProfileLookup.Find(parsed.GetValue(_profile)!, _console);
        string output = parsed.GetValue(_output)!;
        string name = parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(output);
        if (name.Length == 0)
        {
            throw new UsageException("the refined profile needs a name");
        }

        string observations = parsed.GetValue(_observations)!;
        ProfileCalibrator calibrator = new(basis);
        List<InputFailure> failures = [];
        ErrorSum before = new();
        Read(observations, failures, (in features, tokens) =>
        {
            calibrator.Observe(in features, tokens);
            before.Add(basis.Estimate(in features), tokens);
        });

        ErrorSum after = new();
        Read(observations, [], (in features, tokens) => after.Add(calibrator.Estimate(in features), tokens));
        failures.AddRange(Save(calibrator.ToProfile(name), output));
        WriteReport(calibrator, before, after);
        foreach (InputFailure failure in failures)
        {
            _console.WriteFailure(failure);
        }

        return failures.Count == 0 ? ExitCodes.Success : ExitCodes.InputFailed;
    }

    private void Read(string path, List<InputFailure> failures, Observer observer)
    {
        TokenMeter meter = new(TokenProfile.O200kBase);
        JsonLinesFile.Read(_console, path, failures, row =>
        {
            if (JsonLinesFile.CountOf(row, "tokens") is not { } tokens)
            {
                return "there is no whole number 'tokens'";
            }

            meter.Reset();
            if (!TryAppendTexts(row, meter))
            {
                return "there is no string 'text', nor an array of strings 'texts'";
            }

            TextFeatures features = meter.GetFeatures();
            observer(in features, tokens);
            return null;
        });
    }

    private static bool TryAppendTexts(JsonElement row, TokenMeter meter)
    {
        if (JsonLinesFile.StringOf(row, "text") is { } text)
        {
            meter.Append(text);
            return true;
        }

        if (!row.TryGetProperty("texts", out JsonElement texts) || texts.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (JsonElement part in texts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            // Texts of their own: none begins in the middle of another's line.
            meter.Append(part.GetString());
            meter.Append("\n");
        }

        return true;
    }

    private IEnumerable<InputFailure> Save(TokenProfile refined, string output)
    {
        try
        {
            using FileStream stream = File.Create(Path.GetFullPath(output, _console.WorkingDirectory));
            refined.Save(stream);
            return [];
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            return [InputFailure.FromException(output, exception)];
        }
    }

    private void WriteReport(ProfileCalibrator calibrator, ErrorSum before, ErrorSum after)
    {
        ReportTable table = new(
            _console, ReportColumn.Number("observations"), ReportColumn.Number("learned"), ReportColumn.Number("rejected"), ReportColumn.Number("base-error-%"),
            ReportColumn.Number("refined-error-%"), ReportColumn.Number("error-while-learning-%"));
        table.AddRow(
            table.Format((long)before.Count),
            table.Format(calibrator.LearnedCount),
            table.Format(calibrator.RejectedCount),
            table.Format(before.MeanPercent),
            table.Format(after.MeanPercent),
            table.Format(calibrator.RecentError?.MeanAbsolutePercent));
        table.Write();
    }

    private delegate void Observer(in TextFeatures features, long tokens);

    private sealed class ErrorSum
    {
        private double _sum;
        private int _counted;

        public int Count { get; private set; }

        public double? MeanPercent => _counted == 0 ? null : 100 * _sum / _counted;

        public void Add(long estimate, long tokens)
        {
            Count++;
            if (tokens > 0)
            {
                _counted++;
                _sum += Math.Abs((double)(estimate - tokens)) / tokens;
            }
        }
    }
}
