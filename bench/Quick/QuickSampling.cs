using System.Globalization;

namespace FastTokens.Bench;

/// <summary>Rough, sampled and exact counts of the same texts, in turn.</summary>
internal static class QuickSampling
{
    private static readonly (string Name, int Bytes)[] Sizes = [("64 KB", 1 << 16), ("1 MB", 1 << 20)];

    /// <summary>Measures and returns the report, in Markdown.</summary>
    internal static string Run(TextWriter progress)
    {
        QuickTable table = new(2, "Text", "Size", "rough GB/s", "sampled", "exact", "characters", "sampled of rough", "exact share", "B/call");
        SampledTokenMeter meter = new(BpeTokenizer.O200kBase);
        QuickOperation sampled = new(
            pieces =>
            {
                meter.Reset();
                meter.Append(pieces.Utf8);
                return meter.Complete().TokenCount;
            },
            static _ => 0);
        QuickOperation exact = new(static pieces => BpeTokenizer.O200kBase.CountTokens(pieces.Utf8), static _ => 0);
        foreach (TextKind kind in (TextKind[])[TextKind.English, TextKind.Code, TextKind.Json, TextKind.Chinese, TextKind.Russian])
        {
            foreach ((string name, int size) in Sizes)
            {
                progress.WriteLine($"Sampling {kind} of {name} ...");
                TextPieces pieces = TextPieces.Create(kind, size);
                QuickMeasurement[] measured = QuickMeasurement.Measure(pieces, TextForm.Utf8, QuickOperation.CountTokens, sampled, exact, QuickOperation.OtherLength);
                meter.Reset();
                meter.Append(pieces.Utf8);
                SampledEstimate estimate = meter.Complete();
                table.Add([
                    kind.ToString(),
                    name,
                    .. measured.Select(measurement => QuickTable.Figure(size / measurement.Nanoseconds)),
                    QuickTable.Figure(measured[0].Nanoseconds / measured[1].Nanoseconds),
                    string.Create(CultureInfo.InvariantCulture, $"{100.0 * estimate.SampledByteCount / estimate.Utf8ByteCount:F1}%"),
                    QuickTable.Figure(measured[1].AllocatedBytes),
                ]);
            }
        }

        return $"# Sampled counts, o200k_base\n\n{Machine.Description}.\n\nGB/s of UTF-8, warm, best of many short runs, all in turn. Characters: `Encoding.UTF8.GetCharCount`, which `length / 4` needs.\n\n{table}";
    }
}
