using System.Globalization;

namespace FastTokens.Generators;

/// <summary>The pictures of docs/accuracy.md.</summary>
internal static class AccuracyCharts
{
    private const string Family = "o200k_base";
    private const string Axis = "#bbb";
    private const string Diagonal = "#888";
    private const string Ours = "#1f6fb5";
    private const string Others = "#c0392b";
    private const int PanelSize = 280;
    private const int Margin = 44;

    // Both axes of the scatter, in powers of ten.
    private const double LowestCount = 1;
    private const double HighestCount = 4.3;

    /// <summary>Draws estimates against counts, of each text a dot, beside <c>length / 4</c> and bytes / 4.</summary>
    public static string EstimateAgainstTruth(CorpusFile corpus)
    {
        SvgDrawing drawing = new(3 * (PanelSize + Margin) + 10, PanelSize + (2 * Margin));
        (string Name, string Color, Func<CorpusDocument, double> Estimate)[] panels =
        [
            ("FastTokens, rough", Ours, document => new TokenEstimator(TokenProfile.FromName(Family)).CountTokens(document.Text)),
            ("length / 4", Others, document => document.Text.Length / 4.0),
            ("UTF-8 bytes / 4", Others, document => System.Text.Encoding.UTF8.GetByteCount(document.Text) / 4.0),
        ];
        for (int panel = 0; panel < panels.Length; panel++)
        {
            double left = Margin + (panel * (PanelSize + Margin));
            DrawFrame(drawing, left, panels[panel].Name);
            drawing.Dots(
                corpus.Documents.Select(document => (
                    left + Place(document.Counts[Family]), Margin + PanelSize - Place(panels[panel].Estimate(document)))),
                2.5,
                panels[panel].Color);
        }

        return drawing.ToString();
    }

    /// <summary>Draws the error of counting texts of 64 KB against how fast that is.</summary>
    public static string ErrorAgainstThroughput(CorpusFile corpus, ThroughputFigures speed)
    {
        const int Width = 640;
        const int Height = 360;
        const int HighestError = 30;
        List<byte[]> texts = SampledScore.Join(corpus.Documents);
        EstimateError[] errors = AccuracyReport.JoinedErrors(BpeTokenizer.FromName(Family), texts);
        EstimateError sampled = SampledScore.Of(BpeTokenizer.FromName(Family), texts).Error;
        SvgDrawing drawing = new(Width, Height);

        // Powers of ten of MB/s from 2 to 5; the error in percent, linear.
        double X(double gigabytes) => 70 + ((Math.Log10(gigabytes * 1000) - 2) / 3 * (Width - 190));
        double Y(double percent) => Height - 60 - (percent / (double)HighestError * (Height - 110));
        for (int power = 2; power <= 5; power++)
        {
            double x = X(Math.Pow(10, power - 3));
            drawing.Line(x, Y(0), x, Y(HighestError), Axis);
            drawing.Text(x, Y(0) + 18, power < 3 ? "100 MB/s" : string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, power - 3):0} GB/s"));
        }

        for (int percent = 0; percent <= HighestError; percent += 5)
        {
            drawing.Line(X(0.1), Y(percent), X(100), Y(percent), Axis);
            drawing.Text(X(0.1) - 8, Y(percent) + 4, string.Create(CultureInfo.InvariantCulture, $"{percent}%"), "end");
        }

        Mark(X(speed.Exact), Y(0), "exact", Ours);
        Mark(X(speed.Sampled), Y(sampled.Mape), "sampled", Ours);
        Mark(X(speed.Rough), Y(errors[0].Mape), "rough", Ours);
        Mark(X(speed.Characters), Y(errors[1].Mape), "length / 4", Others);
        Mark(X(100) + 40, Y(errors[2].Mape), "bytes / 4", Others);
        drawing.Text(X(100) + 40, Y(errors[2].Mape) + 22, "(reads nothing)", size: 10);
        drawing.Text(Width / 2.0, 24, $"Mean error of 64 KB of text, {Family}, against the speed on English UTF-8, one core", size: 13, weight: "bold");
        drawing.Text(Width / 2.0, Height - 14, speed.Machine, size: 10);
        return drawing.ToString();

        void Mark(double x, double y, string name, string color)
        {
            drawing.Dots([(x, y)], 10, color);
            drawing.Text(x, y - 10, name, weight: "bold");
        }
    }

    private static void DrawFrame(SvgDrawing drawing, double left, string name)
    {
        drawing.Text(left + (PanelSize / 2.0), Margin - 14, name, size: 14, weight: "bold");
        for (int power = 1; power <= 4; power++)
        {
            double place = Place(Math.Pow(10, power));
            drawing.Line(left + place, Margin, left + place, Margin + PanelSize, Axis);
            drawing.Line(left, Margin + PanelSize - place, left + PanelSize, Margin + PanelSize - place, Axis);
            string label = Math.Pow(10, power).ToString("#,0", CultureInfo.InvariantCulture);
            drawing.Text(left + place, Margin + PanelSize + 16, label, size: 10);
            drawing.Text(left - 4, Margin + PanelSize - place + 4, label, "end", 10);
        }

        drawing.Line(left, Margin + PanelSize, left + PanelSize, Margin, Diagonal);
        drawing.Text(left + (PanelSize / 2.0), Margin + PanelSize + 34, $"tokens, {Family}", size: 11);
    }

    private static double Place(double count) => (Math.Clamp(Math.Log10(Math.Max(1, count)), LowestCount, HighestCount) - LowestCount) / (HighestCount - LowestCount) * PanelSize;
}
