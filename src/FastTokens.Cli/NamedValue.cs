using System.CommandLine.Parsing;

namespace FastTokens.Cli;

/// <summary>Options whose values are a few names.</summary>
internal static class NamedValue
{
    /// <summary>Returns the value of the name that an option was given; an error that lists the names where it is none of them.</summary>
    public static T Parse<T>(ArgumentResult result, IReadOnlyList<(string Name, T Value)> values)
        where T : struct
    {
        string given = result.Tokens[0].Value;
        foreach ((string name, T value) in values)
        {
            if (name.Equals(given, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        result.AddError($"'{given}' is none of {string.Join(", ", values.Select(value => value.Name))}");
        return default;
    }
}
