using System.Globalization;
using System.Text;

namespace FastTokens.Bench;

/// <summary>
/// All kinds of text in both encodings in under two minutes, in this process: the best of many short runs, so that a shared machine's other
/// work shows less. Ratios to the yardsticks travel between machines; gigabytes a second do not.
/// </summary>
internal static class QuickRun
{
    private const int LargeSize = 1 << 16;

    private static readonly int[] Sizes = [64, 1 << 10, LargeSize, 1 << 20];

    /// <summary>Measures and returns the report, in Markdown.</summary>
    internal static string Run(TextWriter progress)
    {
        progress.WriteLine("Warming up ...");
        WarmUp();
        QuickTable widths = new(
            2, "Text", "Encoding", "GB/s", "ns/call", "of XxHash3", "of GetCharCount", "scalar GB/s", "128 bits", "256 bits", "512 bits", "XxHash3", "GetCharCount", "IsValid", "B/call");
        QuickTable sizes = new(2, "Text", "Encoding", "Bytes", "ns/call", "GB/s", "XxHash3 ns", "GetCharCount ns", "length / 4 ns", "of XxHash3", "of GetCharCount", "B/call");
        foreach (TextKind kind in Enum.GetValues<TextKind>())
        {
            progress.WriteLine($"Measuring {kind} ...");
            foreach (TextForm form in Enum.GetValues<TextForm>())
            {
                MeasureWidths(widths, kind, form);
                foreach (int size in Sizes)
                {
                    MeasureSize(sizes, kind, form, size);
                }
            }
        }

        return CreateReport(widths, sizes);
    }

    // The runtime compiles anew what runs often, in the background, and first watches it: several rounds, with time for it in between.
    private static void WarmUp()
    {
        QuickOperation[] operations =
        [
            QuickOperation.CountTokens, QuickOperation.Scalar, QuickOperation.Bits128, QuickOperation.Bits256, QuickOperation.Bits512,
            QuickOperation.XxHash3, QuickOperation.OtherLength, QuickOperation.AsciiIsValid, QuickOperation.LengthOver4,
        ];
        TextPieces[] texts = [.. Enum.GetValues<TextKind>().SelectMany(static kind => new[] { TextPieces.Create(kind, 1 << 10), TextPieces.Create(kind, LargeSize) })];
        long sum = 0;
        for (int round = 0; round < 6; round++)
        {
            foreach (QuickOperation operation in operations)
            {
                foreach (TextPieces text in texts)
                {
                    for (int call = 0; call < 12; call++)
                    {
                        sum += operation.Utf8(text) + operation.Utf16(text);
                    }
                }
            }

            Thread.Sleep(250);
        }

        GC.KeepAlive(sum);
    }

    private static void MeasureWidths(QuickTable table, TextKind kind, TextForm form)
    {
        TextPieces pieces = TextPieces.Create(kind, LargeSize);
        QuickMeasurement[] measured = QuickMeasurement.Measure(
            pieces, form, QuickOperation.CountTokens, QuickOperation.XxHash3, QuickOperation.OtherLength, QuickOperation.AsciiIsValid,
            QuickOperation.Scalar, QuickOperation.Bits128, QuickOperation.Bits256, QuickOperation.Bits512);
        double bytes = pieces.BytesPerCall(form);
        string Throughput(int index, bool meant = true) => meant ? QuickTable.Figure(bytes / measured[index].Nanoseconds) : "-";
        table.Add(
            kind.ToString(),
            Name(form),
            Throughput(0),
            QuickTable.Figure(measured[0].Nanoseconds),
            Ratio(measured[0], measured[1]),
            Ratio(measured[0], measured[2]),
            Throughput(4),
            Throughput(5, Machine.Has128Bits),
            Throughput(6, Machine.Has256Bits),
            Throughput(7, Machine.Has512Bits),
            Throughput(1),
            Throughput(2),
            Throughput(3, Ascii.IsValid(pieces.Utf8)),
            QuickTable.Figure(measured[0].AllocatedBytes));
    }

    private static void MeasureSize(QuickTable table, TextKind kind, TextForm form, int size)
    {
        TextPieces pieces = TextPieces.Create(kind, size);
        QuickMeasurement[] measured = QuickMeasurement.Measure(
            pieces, form, QuickOperation.CountTokens, QuickOperation.XxHash3, QuickOperation.OtherLength, QuickOperation.LengthOver4);
        double bytes = pieces.BytesPerCall(form);
        table.Add(
            kind.ToString(),
            Name(form),
            bytes.ToString("N0", CultureInfo.InvariantCulture),
            QuickTable.Figure(measured[0].Nanoseconds),
            QuickTable.Figure(bytes / measured[0].Nanoseconds),
            QuickTable.Figure(measured[1].Nanoseconds),
            QuickTable.Figure(measured[2].Nanoseconds),
            QuickTable.Figure(measured[3].Nanoseconds),
            Ratio(measured[0], measured[1]),
            Ratio(measured[0], measured[2]),
            QuickTable.Figure(measured[0].AllocatedBytes));
    }

    private static string CreateReport(QuickTable widths, QuickTable sizes)
    {
        StringBuilder report = new();
        report.Append("# The estimator on one core\n\n");
        report.Append(Machine.Description).Append(".\n\n");
        report.Append("""
            `dotnet run -c Release --project bench -- --markdown bench/results` wrote this. Best of many short runs in one process. GB/s are bytes of
            the text in its encoding; "of" a yardstick is the throughput as a share of its throughput on the same text. GetCharCount is that of
            `Encoding.UTF8`, for UTF-16 its GetByteCount; IsValid is `Ascii.IsValid`, where the text is ASCII. B/call are bytes allocated. `length / 4`
            shows what the measurement itself costs.


            """.ReplaceLineEndings("\n"));
        report.Append("Texts: ");
        report.AppendJoin("; ", Enum.GetValues<TextKind>().Select(static kind => $"{kind} {TextSource.Describe(kind, Sizes[^1])}")).Append(".\n\n");
        report.Append("## By width of the vectors, 64 KB of UTF-8 and the same text in UTF-16\n\n").Append(widths);
        report.Append("\n## By size\n\n").Append(sizes);
        return report.ToString();
    }

    private static string Name(TextForm form) => form == TextForm.Utf8 ? "UTF-8" : "UTF-16";

    private static string Ratio(QuickMeasurement measured, QuickMeasurement yardstick) =>
        (yardstick.Nanoseconds / measured.Nanoseconds).ToString("N3", CultureInfo.InvariantCulture);
}
