using System.Globalization;

namespace FastTokens.Generators;

/// <summary>The pictures of docs/performance.md and the README.</summary>
internal static class PerformanceCharts
{
    private const string Grid = "#ddd";
    private const int Left = 90;
    private const int Right = 30;
    private const int Top = 64;
    private const int Bottom = 50;

    private static readonly string[] Colors = ["#1f6fb5", "#e08214", "#2a9d5c", "#c0392b", "#7b4fa3", "#5b6770", "#b8a200", "#17a2b8"];

    /// <summary>Gets the charts by their paths.</summary>
    public static (string Path, Func<BenchmarkResults, string> Draw)[] All { get; } =
    [
        ("docs/images/performance-overview.svg", Overview),
        ("docs/images/performance-widths.svg", Widths),
        ("docs/images/performance-sizes.svg", Sizes),
        ("docs/images/performance-exact.svg", Exact),
    ];

    // All ways to count in one picture: a row a kind of text, a dot a way, the speed in powers of ten.
    private static string Overview(BenchmarkResults results)
    {
        const int Width = 760;
        const int RowHeight = 34;
        BenchmarkFile estimator = results.Get("estimator.md");
        MarkdownTable rough = PerformanceFigures.Widths(estimator);
        MarkdownTable exact = PerformanceFigures.Exact(results.Get("exact.md"));
        (string Name, Func<string, double> Megabytes)[] ways =
        [
            ("rough, UTF-8", kind => 1000 * rough.Figure(rough.Row(kind, "UTF-8"), "GB/s")),
            ("rough, UTF-16", kind => 1000 * rough.Figure(rough.Row(kind, "UTF-16"), "GB/s")),
            ("exact, warm", kind => exact.Figure(exact.Row(kind), "warm MB/s")),
            ("exact, first touch", kind => exact.Figure(exact.Row(kind), "first touch")),
            (".NET regex, pieces only", kind => exact.Figure(exact.Row(kind), "regex")),
            ("XxHash3", kind => 1000 * rough.Figure(rough.Row(kind, "UTF-8"), "XxHash3")),
        ];
        double[] all = [.. PerformanceFigures.Kinds.SelectMany(kind => ways.Select(way => way.Megabytes(kind)))];
        int low = (int)Math.Floor(Math.Log10(all.Min()));
        int high = (int)Math.Ceiling(Math.Log10(all.Max()));
        int height = Top + (PerformanceFigures.Kinds.Length * RowHeight) + Bottom;
        double X(double megabytes) => Left + ((Math.Log10(megabytes) - low) / (high - low) * (Width - Left - Right));
        SvgDrawing drawing = new(Width, height);
        Frame(drawing, Width, height, "Speed of counting tokens on one core, by kind of text", estimator.Machine);
        for (int power = low; power <= high; power++)
        {
            double x = X(Math.Pow(10, power));
            drawing.Line(x, Top, x, height - Bottom, Grid);
            drawing.Text(x, height - Bottom + 16, power < 3 ? Invariant($"{Math.Pow(10, power):0} MB/s") : Invariant($"{Math.Pow(10, power - 3):0} GB/s"), size: 11);
        }

        for (int row = 0; row < PerformanceFigures.Kinds.Length; row++)
        {
            string kind = PerformanceFigures.Kinds[row];
            double y = Top + ((row + 0.5) * RowHeight);
            drawing.Line(Left, y, Width - Right, y, Grid);
            drawing.Text(Left - 10, y + 4, PerformanceFigures.Title(kind), "end");
            for (int way = 0; way < ways.Length; way++)
            {
                drawing.Dots([(X(ways[way].Megabytes(kind)), y)], 11, Colors[way]);
            }
        }

        Legend(drawing, Width, [.. ways.Select(static way => way.Name)]);
        return drawing.ToString();
    }

    private static string Widths(BenchmarkResults results)
    {
        BenchmarkFile estimator = results.Get("estimator.md");
        MarkdownTable table = PerformanceFigures.Widths(estimator);
        return Bars(
            "Rough counts of 64 KB of UTF-8 by width of the vectors, GB/s",
            estimator.Machine,
            ["scalar", "128 bits", "256 bits", "512 bits"],
            (kind, width) =>
            {
                string[] row = table.Row(kind, "UTF-8");
                string column = width == "scalar" ? "scalar GB/s" : width;

                // A machine without a width has a hyphen there.
                return table.Cell(row, column) == "-" ? 0 : table.Figure(row, column);
            });
    }

    private static string Exact(BenchmarkResults results)
    {
        BenchmarkFile exact = results.Get("exact.md");
        MarkdownTable table = PerformanceFigures.Exact(exact);
        return Bars(
            "Exact counts with o200k_base, MB/s of UTF-8",
            exact.Machine,
            ["warm", "first touch", ".NET regex, pieces only"],
            (kind, column) => table.Figure(table.Row(kind), column switch { "warm" => "warm MB/s", "first touch" => column, _ => "regex" }));
    }

    private static string Sizes(BenchmarkResults results)
    {
        const int Width = 760;
        const int Height = 380;
        BenchmarkFile estimator = results.Get("estimator.md");
        MarkdownTable table = PerformanceFigures.Sizes(estimator);
        (double Bytes, double Speed)[][] lines = [.. PerformanceFigures.Kinds.Select(kind =>
            PerformanceFigures.RowsBySize(table, kind).Select(row => (table.Figure(row, "Bytes"), table.Figure(row, "GB/s"))).ToArray())];
        double low = Math.Log2(lines.Min(static line => line.Min(static point => point.Bytes)));
        double high = Math.Log2(lines.Max(static line => line.Max(static point => point.Bytes)));
        double step = Step(lines.Max(static line => line.Max(static point => point.Speed)), out int steps);
        SvgDrawing drawing = new(Width, Height);
        Frame(drawing, Width, Height, "Rough counts of UTF-8 by length of the text, GB/s", estimator.Machine);
        double X(double bytes) => Left + ((Math.Log2(bytes) - low) / (high - low) * (Width - Left - Right));
        double Y(double speed) => Height - Bottom - (speed / (step * steps) * (Height - Top - Bottom));
        Scale(drawing, Width, step, steps, Y);
        foreach ((double bytes, _) in lines[0])
        {
            drawing.Line(X(bytes), Top, X(bytes), Height - Bottom, Grid);
            drawing.Text(X(bytes), Height - Bottom + 16, bytes < 1024 ? Invariant($"{bytes:0} B") : bytes < 1 << 20 ? Invariant($"{bytes / 1024:0} KB") : Invariant($"{bytes / (1 << 20):0} MB"), size: 11);
        }

        for (int index = 0; index < lines.Length; index++)
        {
            (double X, double Y)[] points = [.. lines[index].Select(point => (X(point.Bytes), Y(point.Speed)))];
            drawing.Polyline(points, Colors[index]);
            drawing.Dots(points, 6, Colors[index]);
        }

        Legend(drawing, Width, [.. PerformanceFigures.Kinds.Select(PerformanceFigures.Title)]);
        return drawing.ToString();
    }

    private static string Bars(string title, string machine, string[] series, Func<string, string, double> figure)
    {
        const int Width = 760;
        const int Height = 340;
        string[] kinds = PerformanceFigures.Kinds;
        double step = Step(kinds.Max(kind => series.Max(name => figure(kind, name))), out int steps);
        SvgDrawing drawing = new(Width, Height);
        Frame(drawing, Width, Height, title, machine);
        double Y(double value) => Height - Bottom - (value / (step * steps) * (Height - Top - Bottom));
        Scale(drawing, Width, step, steps, Y);
        double group = (double)(Width - Left - Right) / kinds.Length;
        double bar = group * 0.8 / series.Length;
        for (int kind = 0; kind < kinds.Length; kind++)
        {
            double left = Left + (kind * group) + (group * 0.1);
            for (int index = 0; index < series.Length; index++)
            {
                double top = Y(figure(kinds[kind], series[index]));
                drawing.Rectangle(left + (index * bar), top, bar - 1, Height - Bottom - top, Colors[index]);
            }

            drawing.Text(left + (group * 0.4), Height - Bottom + 16, PerformanceFigures.Title(kinds[kind]), size: 11);
        }

        Legend(drawing, Width, series);
        return drawing.ToString();
    }

    private static void Frame(SvgDrawing drawing, int width, int height, string title, string machine)
    {
        drawing.Text(width / 2.0, 22, title, size: 14, weight: "bold");
        drawing.Text(width / 2.0, height - 10, machine, size: 10);
    }

    private static void Scale(SvgDrawing drawing, int width, double step, int steps, Func<double, double> y)
    {
        for (int index = 0; index <= steps; index++)
        {
            drawing.Line(Left, y(index * step), width - Right, y(index * step), Grid);
            drawing.Text(Left - 8, y(index * step) + 4, Invariant($"{index * step:#,0.###}"), "end", 11);
        }
    }

    private static void Legend(SvgDrawing drawing, int width, string[] names)
    {
        // As wide as letters of this size are, about.
        double[] widths = [.. names.Select(static name => 24 + (name.Length * 6.2))];
        double x = (width - widths.Sum()) / 2;
        for (int index = 0; index < names.Length; index++)
        {
            drawing.Rectangle(x, 36, 10, 10, Colors[index]);
            drawing.Text(x + 14, 45, names[index], "start", 11);
            x += widths[index];
        }
    }

    // Steps of 1, 2 or 5 times a power of ten, four to eight of them.
    private static double Step(double highest, out int steps)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(highest)) - 1);
        double step = ((double[])[1, 2, 5, 10, 20]).Select(factor => factor * power).First(candidate => highest / candidate <= 8);
        steps = (int)Math.Ceiling(highest / step);
        return step;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
