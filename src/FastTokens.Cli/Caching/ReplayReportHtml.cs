using System.Globalization;
using System.Net;
using System.Text;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary>A replay as one HTML file without scripts: figures, a chart of every turn, the breaks, and all turns. Light and dark by the reader's setting.</summary>
internal static class ReplayReportHtml
{
    private const int TurnsOpenBelow = 40;

    public static string Create(string title, ReplayResult result)
    {
        StringBuilder html = new(64 << 10);
        List<(int Number, ReplayTurn Turn)> breaks = [.. result.Turns.Select(static (turn, index) => (index + 1, turn)).Where(static item => item.turn.Verdict.IsBreak)];
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").Append(Encode(title)).Append(" · prompt cache</title>\n<style>\n")
            .Append(ReplayReportStyle.Css).Append("</style>\n</head>\n<body>\n<main>\n");
        AppendHead(html, title, result);
        AppendFigures(html, result, breaks.Count);
        html.Append("<section>\n<div class=\"bar\"><h2>Input tokens a turn</h2>")
            .Append("<p class=\"legend\"><span class=\"read\">read from cache</span><span class=\"written\">written to cache</span><span class=\"uncached\">uncached</span><span class=\"expected\">expected read</span><span class=\"break\">break</span></p></div>\n");
        ReplayChart.Append(html, result.Turns);
        html.Append("</section>\n");
        AppendBreaks(html, breaks);
        AppendTurns(html, result);
        html.Append("<footer>Costs are at list prices without discounts. An avoidable cost is what was paid for tokens that had been cached and were not read.</footer>\n</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    internal static string Count(long tokens) => tokens.ToString("#,0", CultureInfo.InvariantCulture);

    private static void AppendHead(StringBuilder html, string title, ReplayResult result)
    {
        string[] models = [.. result.Turns.Select(static turn => turn.Model).Distinct()];
        int threads = result.Turns.Select(static turn => turn.Thread).Distinct().Count();
        List<string> parts = [Plural(result.Turns.Count, "turn"), Plural(threads, "conversation"), string.Join(", ", models)];
        DateTimeOffset[] times = [.. result.Turns.Where(static turn => turn.Time is not null && turn.Time > DateTimeOffset.UnixEpoch.AddYears(1)).Select(static turn => turn.Time!.Value)];
        if (times.Length > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{times.Min():yyyy-MM-dd HH:mm} to {times.Max():yyyy-MM-dd HH:mm} UTC"));
        }

        if (result.Format == ReplayFormat.BlockTrace)
        {
            parts.Add("reads simulated by the provider's rules");
        }

        html.Append("<header>\n<p class=\"eyebrow\">Prompt cache replay</p>\n<h1>").Append(Encode(title)).Append("</h1>\n<p class=\"sub\">")
            .Append(Encode(string.Join(" · ", parts))).Append("</p>\n</header>\n");
    }

    private static void AppendFigures(StringBuilder html, ReplayResult result, int breaks)
    {
        CacheMetrics metrics = result.Metrics;
        html.Append("<div class=\"figures\">\n");
        AppendFigure(html, "Hit ratio", string.Create(CultureInfo.InvariantCulture, $"{100 * metrics.HitRatio:0.0}%"), $"{Count(metrics.Usage.Read)} of {Count(metrics.Usage.Input)} tokens", "good");
        AppendFigure(html, "Cost", metrics.Cost is null ? "unknown" : Money.Format(metrics.Cost), $"{Count(metrics.Usage.Output)} output tokens", "");
        AppendFigure(
            html, "Avoidable", metrics.AvoidableCost is null ? "unknown" : Money.Format(metrics.AvoidableCost), Plural(breaks, "break"), breaks > 0 ? "bad" : "good");
        AppendFigure(
            html, "Rewritten", string.Create(CultureInfo.InvariantCulture, $"{metrics.RewriteFactor:0.00}×"), "new tokens paid, for each token of the largest prompt", "");
        html.Append("</div>\n");
    }

    private static void AppendFigure(StringBuilder html, string name, string value, string note, string tone) => html
        .Append("<div class=\"figure ").Append(tone).Append("\"><span>").Append(name).Append("</span><strong>").Append(Encode(value))
        .Append("</strong><small>").Append(Encode(note)).Append("</small></div>\n");

    private static void AppendBreaks(StringBuilder html, List<(int Number, ReplayTurn Turn)> breaks)
    {
        html.Append("<section>\n<h2>Breaks</h2>\n");
        if (breaks.Count == 0)
        {
            html.Append("<p class=\"none\">None: every turn read what it could.</p>\n");
        }

        html.Append("<ol class=\"breaks\">\n");
        foreach ((int number, ReplayTurn turn) in breaks)
        {
            CacheVerdict verdict = turn.Verdict;
            html.Append("<li id=\"break-").Append(number).Append("\"><div class=\"what\"><span class=\"tag ").Append(ToneOf(verdict.Kind)).Append("\">").Append(VerdictText.Cause(verdict.Kind))
                .Append("</span><a href=\"#turn-").Append(number).Append("\">turn ").Append(number).Append("</a>");
            if (verdict.Kind is CacheVerdictKind.ClientChange or CacheVerdictKind.ModelOrParameterChange)
            {
                html.Append("<code>").Append(Encode(verdict.Divergence.Path.ToString())).Append("</code>");
            }

            html.Append("</div><p>").Append(Encode(VerdictText.Explain(turn))).Append("</p><div class=\"loss\"><strong>")
                .Append(verdict.LostCost is null ? "–" : Money.Format(verdict.LostCost)).Append("</strong><span>").Append(Count(verdict.LostTokens)).Append(" tokens</span></div></li>\n");
        }

        html.Append("</ol>\n</section>\n");
    }

    private static void AppendTurns(StringBuilder html, ReplayResult result)
    {
        html.Append("<section>\n<details").Append(result.Turns.Count < TurnsOpenBelow ? " open" : "").Append("><summary><h2>All turns</h2></summary>\n<div class=\"scroll\"><table>\n<thead><tr>")
            .Append("<th class=\"n\">#</th><th>Time</th><th>Conversation</th><th class=\"n\">Prompt</th><th class=\"n\">Read</th><th class=\"n\">Written</th><th class=\"n\">Uncached</th><th class=\"n\">Expected</th><th class=\"n\">Cost</th><th>Verdict</th></tr></thead>\n<tbody>\n");
        for (int index = 0; index < result.Turns.Count; index++)
        {
            ReplayTurn turn = result.Turns[index];
            string time = turn.Time?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "–";
            html.Append("<tr id=\"turn-").Append(index + 1).Append('"').Append(turn.Verdict.IsBreak ? " class=\"broken\"" : "").Append("><td class=\"n\">").Append(index + 1)
                .Append("</td><td>").Append(time).Append("</td><td>").Append(Encode(turn.Thread)).Append("</td>");
            foreach (long tokens in (long[])[turn.Usage.Input, turn.Usage.Read, turn.Usage.Written, turn.Usage.Uncached, turn.Forecast.Read])
            {
                html.Append("<td class=\"n\">").Append(Count(tokens)).Append("</td>");
            }

            html.Append("<td class=\"n\">").Append(turn.Cost is null ? "–" : Money.Format(turn.Cost)).Append("</td><td>").Append(Encode(VerdictText.Of(turn))).Append("</td></tr>\n");
        }

        html.Append("</tbody>\n</table></div></details>\n</section>\n");
    }

    internal static string ToneOf(CacheVerdictKind kind) => kind switch
    {
        CacheVerdictKind.ClientChange or CacheVerdictKind.ModelOrParameterChange or CacheVerdictKind.LookBackOverflow or CacheVerdictKind.BelowMinimum => "client",
        CacheVerdictKind.Expired => "expired",
        CacheVerdictKind.EvictedOrRoutedElsewhere => "provider",
        _ => "unknown",
    };

    private static string Plural(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? "" : "s")}");
}
