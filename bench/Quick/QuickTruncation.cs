using System.Text;

namespace FastTokens.Bench;

/// <summary>Truncation to 1,000 tokens: a text a hundred times as long must not take longer.</summary>
internal static class QuickTruncation
{
    private const int Budget = 1000;

    /// <summary>Measures and returns the report, in Markdown.</summary>
    internal static string Run(TextWriter progress)
    {
        QuickTable table = new(4, "Text", "Counter", "Keep", "Boundary", "µs of 100 KB", "µs of 10 MB", "ratio", "B/call");
        foreach (TextKind kind in (TextKind[])[TextKind.English, TextKind.Code, TextKind.Chinese])
        {
            progress.WriteLine($"Truncating {kind} ...");
            byte[] large = Encoding.UTF8.GetBytes(TextPieces.Create(kind, 10_000_000).Utf16);
            byte[] small = [.. large.AsSpan(0, 50_000), .. large.AsSpan(large.Length - 50_000)]; // the same ends
            foreach ((string name, ITokenCounter counter) in (ReadOnlySpan<(string, ITokenCounter)>)
                [("rough", new TokenEstimator(TokenProfile.O200kBase)), ("exact", BpeTokenizer.O200kBase)])
            {
                foreach (TruncationKeep keep in Enum.GetValues<TruncationKeep>())
                {
                    TextBoundary boundary = keep == TruncationKeep.Head ? TextBoundary.Grapheme : TextBoundary.Paragraph;
                    TokenTruncator truncator = new(counter, new TruncationOptions { Keep = keep, Boundary = boundary, Marker = "\n[…]\n" });
                    Measure(table, kind, name, truncator, small, large);
                }
            }
        }

        return $"# Truncation to {Budget} tokens\n\n{Machine.Description}.\n\nBest of many short runs, both lengths in turn.\n\n{table}";
    }

    private static void Measure(QuickTable table, TextKind kind, string counter, TokenTruncator truncator, byte[] small, byte[] large)
    {
        QuickOperation ofSmall = new(_ => truncator.Truncate(small, Budget).Length, static _ => 0);
        QuickOperation ofLarge = new(_ => truncator.Truncate(large, Budget).Length, static _ => 0);
        QuickMeasurement[] measured = QuickMeasurement.Measure(TextPieces.Create(kind, 1 << 16), TextForm.Utf8, ofSmall, ofLarge);
        table.Add(
            kind.ToString(),
            counter,
            truncator.Options.Keep.ToString(),
            truncator.Options.Boundary.ToString(),
            QuickTable.Figure(measured[0].Nanoseconds / 1e3),
            QuickTable.Figure(measured[1].Nanoseconds / 1e3),
            QuickTable.Figure(measured[1].Nanoseconds / measured[0].Nanoseconds),
            QuickTable.Figure(measured[1].AllocatedBytes));
    }
}
