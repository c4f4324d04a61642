using System.CommandLine;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary><c>fasttokens plan</c>: where a context stands, and what compaction would do about it.</summary>
internal static class PlanCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> request = new("request") { Description = "The body of a request as JSON, or - for standard input.", HelpName = "REQUEST.json" };
        Option<int?> window = new("--window") { Description = "The context window in tokens. Default: that of the model.", HelpName = "N" };
        Option<int?> output = new("--max-output") { Description = "The most output tokens of a response. Default: that of the model.", HelpName = "N" };
        Option<string?> usage = new("--usage") { Description = "What the response reported, as JSON: the usage, or a response that has one.", HelpName = "USAGE.json" };
        Option<bool> before = new("--before-call") { Description = "Decide as at the start of a turn, before the request is sent." };
        Option<double?> turns = new("--expected-turns") { Description = "How many more calls are expected: with prices known, a fold must pay off by then.", HelpName = "N" };
        Option<string?> provider = ProviderOption.Create();
        Option<bool> json = new("--json") { Description = "Write the plan as one JSON document." };
        ProfileOptions profiles = new();
        Command command = new("plan", "Shows where a context stands in its window, which level it has reached, what compaction would cut, and why.")
        {
            request, window, output, usage, before, turns, profiles.Model, profiles.Profile, profiles.Exact, provider, json,
        };
        command.SetAction(parsed =>
        {
            ProfileSelection? selection = profiles.SelectIfGiven(parsed, console);
            double? expected = parsed.GetValue(turns);
            if (expected is { } number && (!double.IsFinite(number) || number < 0))
            {
                throw new UsageException("--expected-turns must be a number, at least 0");
            }

            int? size = Positive(parsed, window);
            int? most = Positive(parsed, output);
            RequestMeasurement? measurement = RequestMeasurement.TryRead(
                console, parsed.GetValue(request)!, parsed.GetValue(usage), selection, ProviderOption.Get(parsed, provider), out InputFailure failure);
            if (measurement is null)
            {
                console.WriteFailure(failure);
                return ExitCodes.InputFailed;
            }

            ContextPlan plan = ContextPlan.Make(measurement, WindowOf(measurement, size, most), parsed.GetValue(before), expected);
            if (parsed.GetValue(json))
            {
                PlanReport.WriteJson(console, plan);
            }
            else
            {
                PlanReport.WriteText(console, plan);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static int? Positive(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is { } value ? value > 0 ? value : throw new UsageException($"{option.Name} must be positive") : null;

    private static ContextWindow WindowOf(RequestMeasurement measurement, int? size, int? output)
    {
        ModelInfo? info = null;
        bool isKnown = measurement.Model is { } model && ModelCatalog.Default.TryGetModel(model, out info);
        output ??= isKnown ? info!.MaxOutputTokens?.Value : null;
        return (size ?? (isKnown ? info!.ContextWindow?.Value : null)) is { } known
            ? new ContextWindow(known, output)
            : throw new UsageException($"the context window of {(measurement.Model is null ? "the model" : $"'{measurement.Model}'")} is not known; give it with --window");
    }
}
