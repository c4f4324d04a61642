namespace FastTokens.Cli;

/// <summary>The result of <c>count</c>: what was counted, what failed, what was left out.</summary>
internal sealed record CountReport(
    ProfileSelection Selection, IReadOnlyList<FileCount> Files, IReadOnlyList<InputFailure> Failures, LeftOut LeftOut)
{
    /// <summary>The sum of all files.</summary>
    public FileCount Total { get; } = new(
        "total",
        Files.Sum(file => file.Bytes),
        [.. Enumerable.Range(0, Selection.ColumnCount).Select(index => Files.Sum(file => file.Tokens[index]))],

        // The errors of the files are independent.
        Math.Sqrt(Files.Sum(file => file.Margin * file.Margin)));

    /// <summary>Sums up what became of the arguments and of the inputs they stand for.</summary>
    public static CountReport Create(ProfileSelection selection, ExpandedInputs expanded, IEnumerable<FileOutcome> outcomes)
    {
        List<FileCount> files = [];
        List<InputFailure> failures = [.. expanded.Failures];
        LeftOut leftOut = expanded.LeftOut;
        foreach (FileOutcome outcome in outcomes)
        {
            if (outcome.Count is { } count)
            {
                files.Add(count);
            }
            else if (outcome.Failure is { } failure)
            {
                failures.Add(failure);
            }
            else
            {
                leftOut = leftOut with { Binary = leftOut.Binary + 1 };
            }
        }

        return new CountReport(selection, files, failures, leftOut);
    }
}
