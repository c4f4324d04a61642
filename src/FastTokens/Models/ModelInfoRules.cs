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
            ?? FindFaultInAliases(model);
    }

    private static string? FindFault(string member, Sourced<int>? figure)
    {
        if (figure is not { } known)
        {
            return null;
        }

        if (known.Value <= 0)
        {
            return $"{member} must be positive";
        }

        if (string.IsNullOrWhiteSpace(known.Source))
        {
            return $"{member} has no source";
        }

        return known.AsOf == default ? $"{member} has no date" : null;
    }

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
