using System.CommandLine;
using System.Globalization;
using System.Text;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary><c>fasttokens simulate</c>: what a header that changes every turn costs, and what else would change that.</summary>
internal static class SimulateCommand
{
    private const string DefaultModel = "claude-sonnet-4-5";

    public static Command Create(CliConsole console)
    {
        HeaderScenario defaults = new() { Rules = CacheRules.ForModel(DefaultModel) };
        Option<string> model = new("--model") { Description = $"The model whose rules and prices hold. Default: {DefaultModel}.", HelpName = "NAME", DefaultValueFactory = static _ => DefaultModel };
        Option<int> turns = Number("--turns", "The number of turns.", defaults.Turns);
        Option<int> system = Number("--system-tokens", "The tokens of the system prompt.", defaults.SystemTokens);
        Option<int> tools = Number("--tool-tokens", "The tokens of the tools before it; 0 where tools are cached behind it or not at all.", defaults.ToolTokens);
        Option<int> turn = Number("--turn-tokens", "The tokens that each turn adds.", defaults.TurnTokens);
        Option<int> output = Number("--output-tokens", "The output tokens of each turn.", defaults.OutputTokens);
        Option<int> interval = Number("--interval", "The seconds between turns.", (int)defaults.Interval.TotalSeconds);
        Option<string?> provider = ProviderOption.Create();
        Option<bool> json = new("--json") { Description = "Write the result as one JSON document." };
        Command command = new("simulate", "Simulates a session whose system prompt begins with a header that changes every turn, and variations of it.")
        {
            model, turns, system, tools, turn, output, interval, provider, json,
        };
        command.SetAction(parsed =>
        {
            CacheRules rules = CacheRules.ForModel(parsed.GetValue(model)!, ProviderOption.Get(parsed, provider));
            HeaderScenario scenario = defaults with
            {
                Rules = rules,
                Turns = Positive(parsed, turns),
                SystemTokens = Positive(parsed, system),
                ToolTokens = Positive(parsed, tools),
                TurnTokens = Positive(parsed, turn),
                OutputTokens = Positive(parsed, output),
                Interval = TimeSpan.FromSeconds(Positive(parsed, interval)),
            };
            List<SimulatedVariant> variants = [.. Variants(scenario)];
            if (parsed.GetValue(json))
            {
                WriteJson(console, parsed.GetValue(model)!, scenario, variants);
            }
            else
            {
                WriteTable(console, parsed.GetValue(model)!, scenario, variants);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int value) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} Default: {value}."),
        HelpName = "N",
        DefaultValueFactory = _ => value,
    };

    private static int Positive(ParseResult parsed, Option<int> option)
    {
        int value = parsed.GetValue(option);
        bool isCount = option.Name == "--turns";
        return value < (isCount ? 1 : 0) || (isCount && value > 10_000)
            ? throw new UsageException($"{option.Name} must be {(isCount ? "from 1 to 10000" : "at least 0")}")
            : value;
    }

    private static IEnumerable<SimulatedVariant> Variants(HeaderScenario scenario)
    {
        HeaderScenarioResult changing = scenario.Run(HeaderKind.Changing);
        yield return new("header changes every turn", changing, changing);
        yield return new("header stays the same", scenario.Run(HeaderKind.Stable), changing);
        yield return new("no header", scenario.Run(HeaderKind.None), changing);
        HeaderScenario withTools = scenario with { ToolTokens = Math.Max(scenario.ToolTokens, 15_000) };
        yield return new(
            "changes, 15K+ tools with a breakpoint first", (withTools with { MarksTools = true }).Run(HeaderKind.Changing), withTools.Run(HeaderKind.Changing));
        if (scenario.Rules.Mechanism == CacheMechanism.Breakpoints && scenario.Rules.LongLifetimeSeconds > scenario.Rules.LifetimeSeconds)
        {
            HeaderScenario slow = scenario with { Interval = TimeSpan.FromSeconds(2 * scenario.Rules.LifetimeSeconds) };
            HeaderScenarioResult slowly = slow.Run(HeaderKind.Changing);
            yield return new("stays, pauses twice the lifetime", slow.Run(HeaderKind.Stable), slowly);
            yield return new("the same, long lifetime", (slow with { LifetimeSeconds = scenario.Rules.LongLifetimeSeconds }).Run(HeaderKind.Stable), slowly);
        }
    }

    private static IEnumerable<string> Assumptions(string model, HeaderScenario scenario)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        CacheRules rules = scenario.Rules;
        string before = scenario.ToolTokens == 0
            ? "no tools before it, as with gateways that cache on system and messages alone"
            : string.Create(culture, $"{scenario.ToolTokens} tokens of tools before it, without a breakpoint");
        yield return string.Create(culture, $"{scenario.Turns} turns, {scenario.Interval.TotalSeconds:0} s apart; {model} by the rules '{rules.Name}' of {rules.Effective:yyyy-MM-dd}");
        yield return string.Create(culture, $"a header of {scenario.HeaderTokens} tokens in system[0], then {scenario.SystemTokens} tokens of system prompt; {before}");
        yield return string.Create(culture, $"each turn adds {scenario.TurnTokens} tokens and has {scenario.OutputTokens} output tokens, mostly reasoning that is not sent again");
        yield return rules.Mechanism == CacheMechanism.Breakpoints
            ? "breakpoints at the end of the system prompt and of the conversation, none before the header"
            : "every prefix is cached without being asked";
        yield return rules.Prices is { } prices
            ? string.Create(culture, $"per million tokens: input ${prices.Input:0.####}, read ${rules.ReadPrice * 1_000_000:0.####}, write ${rules.WritePrice * 1_000_000:0.####}, output ${prices.Output:0.####}")
            : "no prices are known of this model";
    }

    private static void WriteTable(CliConsole console, string model, HeaderScenario scenario, List<SimulatedVariant> variants)
    {
        StringBuilder head = new();
        foreach (string line in Assumptions(model, scenario))
        {
            head.Append("# ").Append(line).Append('\n');
        }

        if (console.Terminal is { } terminal)
        {
            terminal.Write(new Spectre.Console.Text(head.ToString()));
        }
        else
        {
            console.WriteOutput(Encoding.UTF8.GetBytes(head.ToString()));
        }

        ReportTable table = new(
            console,
            ReportColumn.Text("variant"), ReportColumn.Number("hit%"), ReportColumn.Number("read"), ReportColumn.Number("written"), ReportColumn.Number("uncached"),
            ReportColumn.Number("cost"), ReportColumn.Number("saved"), ReportColumn.Number("saved%"));
        foreach (SimulatedVariant variant in variants)
        {
            CacheMetrics metrics = variant.Result.Metrics;
            decimal? worst = variant.Baseline.Metrics.Cost;
            decimal? saved = worst - metrics.Cost;
            table.AddRow(
                variant.Name,
                (100 * metrics.HitRatio).ToString("0.0", CultureInfo.InvariantCulture),
                table.Format(metrics.Usage.Read),
                table.Format(metrics.Usage.Written),
                table.Format(metrics.Usage.Uncached),
                Money.Format(metrics.Cost),
                Money.Format(saved),
                worst is > 0 ? (100 * saved / worst)?.ToString("0.0", CultureInfo.InvariantCulture) ?? ReportTable.NoValue : ReportTable.NoValue);
        }

        table.Write();
    }

    private static void WriteJson(CliConsole console, string model, HeaderScenario scenario, List<SimulatedVariant> variants) => JsonReport.Write(console, writer =>
    {
        writer.WriteStartArray("assumptions");
        foreach (string line in Assumptions(model, scenario))
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        JsonReport.WriteArray(writer, "variants", variants, variant =>
        {
            CacheMetrics metrics = variant.Result.Metrics;
            writer.WriteString("variant", variant.Name);
            writer.WriteString("header", ChangeNames.Of(variant.Result.Header));
            writer.WriteNumber("hit_ratio", Math.Round(metrics.HitRatio, 6));
            writer.WriteNumber("read_tokens", metrics.Usage.Read);
            writer.WriteNumber("written_tokens", metrics.Usage.Written);
            writer.WriteNumber("uncached_tokens", metrics.Usage.Uncached);
            writer.WriteNumber("output_tokens", metrics.Usage.Output);
            JsonReport.WriteAmount(writer, "cost_usd", metrics.Cost);
            JsonReport.WriteAmount(writer, "saved_usd", variant.Baseline.Metrics.Cost - metrics.Cost);
        });
    });

    // What is saved is against the same session with a header that changes.
    private sealed record SimulatedVariant(string Name, HeaderScenarioResult Result, HeaderScenarioResult Baseline);
}
