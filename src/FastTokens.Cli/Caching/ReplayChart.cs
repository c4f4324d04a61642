using System.Globalization;
using System.Text;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary>Draws the turns of a replay as stacked bars: read, written, uncached, with a tick where the read was expected and a mark on every break.</summary>
internal static class ReplayChart
{
    private const double Height = 260;
    private const double Top = 34;
    private const double Left = 52;
    private const double Bottom = 24;
    private const double MinimumWidth = 1000;

    public static void Append(StringBuilder html, IReadOnlyList<ReplayTurn> turns)
    {
        double slot = Math.Clamp((MinimumWidth - Left) / turns.Count, 5, 44);
        double width = Math.Max(MinimumWidth, Left + (slot * turns.Count) + 8);
        long largest = turns.Max(static turn => Math.Max(turn.Usage.Input, turn.Forecast.Read));
        long step = Step(largest);
        long top = Math.Max(step, (largest + step - 1) / step * step);
        double Y(double tokens) => Top + Height - (tokens / top * Height);

        html.Append(CultureInfo.InvariantCulture, $"<div class=\"chart\"><svg viewBox=\"0 0 {width:0} {Top + Height + Bottom:0}\" width=\"{width:0}\" height=\"{Top + Height + Bottom:0}\" role=\"img\" aria-label=\"Input tokens of each turn: read, written and uncached\">\n");
        for (long tokens = 0; tokens <= top; tokens += step)
        {
            html.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left:0}\" x2=\"{width:0}\" y1=\"{Y(tokens):0.#}\" y2=\"{Y(tokens):0.#}\"/><text class=\"axis\" x=\"{Left - 8:0}\" y=\"{Y(tokens) + 4:0.#}\" text-anchor=\"end\">{Short(tokens)}</text>\n");
        }

        int label = LabelStep(turns.Count, slot);
        for (int index = 0; index < turns.Count; index++)
        {
            AppendTurn(html, turns[index], index, Left + (index * slot), slot, Y);
            if (index == 0 || (index + 1) % label == 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Left + ((index + 0.5) * slot):0.#}\" y=\"{Top + Height + 17:0}\" text-anchor=\"middle\">{index + 1}</text>\n");
            }
        }

        html.Append("</svg></div>\n");
    }

    private static void AppendTurn(StringBuilder html, ReplayTurn turn, int index, double x, double slot, Func<double, double> y)
    {
        double gap = Math.Clamp(slot * 0.18, 1.5, 6);
        double left = x + (gap / 2);
        double width = slot - gap;
        CacheUsage usage = turn.Usage;
        html.Append("<g class=\"turn\"><title>").Append(ReplayReportHtml.Encode(Tooltip(turn, index))).Append("</title>");
        html.Append(CultureInfo.InvariantCulture, $"<rect class=\"hover\" x=\"{x:0.##}\" y=\"{Top:0}\" width=\"{slot:0.##}\" height=\"{Height:0}\"/>");
        double bottom = 0;
        foreach ((string name, long tokens) in ((string, long)[])[("read", usage.Read), ("written", usage.Written), ("uncached", usage.Uncached)])
        {
            if (tokens > 0)
            {
                double height = y(bottom) - y(bottom + tokens);
                html.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" x=\"{left:0.##}\" y=\"{y(bottom + tokens):0.##}\" width=\"{width:0.##}\" height=\"{Math.Max(0.4, height):0.##}\"/>");
                bottom += tokens;
            }
        }

        if (turn.Forecast.Read > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<line class=\"expected\" x1=\"{left - 1:0.##}\" x2=\"{left + width + 1:0.##}\" y1=\"{y(turn.Forecast.Read):0.##}\" y2=\"{y(turn.Forecast.Read):0.##}\"/>");
        }

        if (turn.Verdict.IsBreak)
        {
            double center = x + (slot / 2);
            double above = y(Math.Max(usage.Input, turn.Forecast.Read)) - 8;
            html.Append(CultureInfo.InvariantCulture, $"<a href=\"#break-{index + 1}\"><path class=\"mark {ReplayReportHtml.ToneOf(turn.Verdict.Kind)}\" d=\"M{center:0.#} {above:0.#}l-5 -9h10z\"/></a>");
            if (slot >= 30)
            {
                html.Append(CultureInfo.InvariantCulture, $"<text class=\"cost\" x=\"{center:0.#}\" y=\"{above - 13:0.#}\" text-anchor=\"middle\">{(turn.Verdict.LostCost is null ? "" : Money.Format(turn.Verdict.LostCost))}</text>");
            }
        }

        html.Append("</g>\n");
    }

    private static string Tooltip(ReplayTurn turn, int index) => string.Create(
        CultureInfo.InvariantCulture,
        $"Turn {index + 1}, {turn.Thread}\nread {ReplayReportHtml.Count(turn.Usage.Read)} (expected {ReplayReportHtml.Count(turn.Forecast.Read)})\nwritten {ReplayReportHtml.Count(turn.Usage.Written)}\nuncached {ReplayReportHtml.Count(turn.Usage.Uncached)}\ncost {Money.Format(turn.Cost)}\n{VerdictText.Of(turn)}");

    // About five lines, at 1, 2 or 5 times a power of ten.
    private static long Step(long largest)
    {
        long step = 1;
        while (true)
        {
            foreach (long factor in (long[])[1, 2, 5])
            {
                if (largest <= step * factor * 5)
                {
                    return step * factor;
                }
            }

            step *= 10;
        }
    }

    private static int LabelStep(int turns, double slot)
    {
        int step = 1;
        foreach (int candidate in (int[])[1, 5, 10, 20, 50, 100])
        {
            step = candidate;
            if (slot * candidate >= 34 || candidate >= turns)
            {
                break;
            }
        }

        return step;
    }

    private static string Short(long tokens) => tokens switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e6:0.#}M"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e3:0.#}K"),
        _ => tokens.ToString(CultureInfo.InvariantCulture),
    };
}
