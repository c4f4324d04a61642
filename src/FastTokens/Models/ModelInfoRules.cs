namespace FastTokens;

/// <summary>What every entry of a catalog must satisfy, however it came in.</summary>
internal static class ModelInfoRules
{
    /// <summary>Returns what is wrong with an entry, beginning with the member, or <see langword="null"/> if nothing is.</summary>
    public static string? FindFault(ModelInfo model)
    {
        if (!IsName(model.Name))
        {
            return "name must not be empty or contain white space";
        }

        if (!IsName(model.Provider))
        {
            return "provider must not be empty or contain white space";
        }

        if (!IsName(model.Profile))
        {
            return "profile must not be empty or contain white space";
        }

        if (model.Encoding is not null && !IsName(model.Encoding))
        {
            return "encoding must be null or a name without white space";
        }

        return FindFault("contextWindow", model.ContextWindow)
            ?? FindFault("maxOutputTokens", model.MaxOutputTokens)
            ?? FindFault("minCacheableTokens", model.MinCacheableTokens)
            ?? FindFault("prices", model.Prices)
            ?? FindFault("imageTokens", model.ImageTokens)
            ?? FindFault("messageOverhead", model.MessageOverhead)
            ?? FindFaultInAliases(model);
    }

    private static string? FindFault(string member, Sourced<int>? figure)
    {
        if (figure is not { } known)
        {
            return null;
        }

        return known.Value <= 0 ? $"{member} must be positive" : FindFault(member, known.Source, known.AsOf);
    }

    private static string? FindFault(string member, Sourced<ModelPrices>? prices)
    {
        if (prices is not { } known)
        {
            return null;
        }

        ModelPrices value = known.Value;
        return value.Input < 0 || value.Output < 0 || value.CacheRead < 0 || value.CacheWrite < 0
            ? $"{member} must not be negative"
            : FindFault(member, known.Source, known.AsOf);
    }

    private static string? FindFault(string member, Sourced<ImageTokenRule>? rule)
    {
        if (rule is not { } known)
        {
            return null;
        }

        ImageTokenRule value = known.Value;
        bool isValid = value is { UnitPixels: > 0, TokensPerUnit: > 0, BaseTokens: >= 0, MaximumEdge: >= 0, ShortEdge: >= 0, MaximumUnits: >= 0 };
        return isValid ? FindFault(member, known.Source, known.AsOf) : $"{member} must have a positive unit and perUnit, and nothing negative";
    }

    private static string? FindFault(string member, Sourced<MessageOverhead>? overhead)
    {
        if (overhead is not { } known)
        {
            return null;
        }

        return known.Value is { PerRequest: >= 0, PerMessage: >= 0, WithTools: >= 0 }
            ? FindFault(member, known.Source, known.AsOf)
            : $"{member} must not be negative";
    }

    private static string? FindFault(string member, string? source, DateOnly asOf) =>
        string.IsNullOrWhiteSpace(source) ? $"{member} has no source"
        : asOf == default ? $"{member} has no date"
        : null;

    private static string? FindFaultInAliases(ModelInfo model)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { model.Name };
        foreach (string alias in model.Aliases)
        {
            if (!IsName(alias))
            {
                return "aliases must not be empty or contain white space";
            }

            if (!names.Add(alias))
            {
                return $"aliases names '{alias}' twice";
            }
        }

        return null;
    }

    private static bool IsName(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return true;
    }
}
