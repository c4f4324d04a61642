namespace FastTokens.Caching;

/// <summary>Something in a request that costs cache reads.</summary>
/// <param name="Rule">The id of the rule, for example <c>volatile-prefix</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Path">Where.</param>
/// <param name="Message">What it is.</param>
/// <param name="Remedy">How to mend it.</param>
/// <param name="TokensPerTurn">The tokens that each turn pays anew because of it; 0 where that is not certain.</param>
/// <param name="CostPerTurn">What those cost in US dollars, or <see langword="null"/> where no prices are known.</param>
public sealed record LintFinding(
    string Rule, LintSeverity Severity, PromptPath Path, string Message, string Remedy, long TokensPerTurn, decimal? CostPerTurn);
