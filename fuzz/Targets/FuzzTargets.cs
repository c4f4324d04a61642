namespace FastTokens.Fuzz;

/// <summary>All targets, by name.</summary>
internal static class FuzzTargets
{
    internal static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new Utf8ScanTarget(),
        new Utf16ScanTarget(),
        new EstimateSearchTarget(),
        new ExactCountTarget(),
        new SampledCountTarget(),
        new TruncationTarget(),
        new MeterTarget(),
        new ProfileFileTarget(),
        new PromptReaderTarget(),
        new FingerprintTarget(),
        new PlannerTarget(),
    ];

    /// <exception cref="UsageException">There is no such target; the message lists those there are.</exception>
    internal static IFuzzTarget Get(string name) =>
        All.FirstOrDefault(target => target.Name == name)
        ?? throw new UsageException($"unknown target '{name}'; there are {string.Join(", ", All.Select(static target => target.Name))}");
}
