using System.CommandLine;
using System.CommandLine.Parsing;

namespace FastTokens.Cli;

/// <summary>Options that no command knows: the parser takes them for inputs. Behind <c>--</c> everything is one.</summary>
internal static class UnknownOptions
{
    /// <exception cref="UsageException">One of the inputs looks like an option.</exception>
    public static void ThrowOnAny(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        int literalCount = parsed.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        bool hasLiterals = literalCount < parsed.Tokens.Count;
        int checkedCount = hasLiterals ? arguments.Count - literalCount : arguments.Count;
        if (arguments.Take(checkedCount).FirstOrDefault(argument => argument.Length > 1 && argument[0] == '-') is { } unknown)
        {
            throw new UsageException($"unknown option '{unknown}'; write '-- {unknown}' or './{unknown}' for a file of that name");
        }
    }
}
