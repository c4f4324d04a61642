using System.Globalization;

namespace FastTokens.Fuzz;

/// <summary>What <c>random</c> is told.</summary>
/// <param name="Seconds">How long to run, all targets together.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Targets">What to run, one after the other.</param>
internal sealed record RandomOptions(double Seconds, int Seed, IReadOnlyList<IFuzzTarget> Targets)
{
    /// <exception cref="UsageException">An option is unknown, missing or wrong.</exception>
    internal static RandomOptions Parse(ReadOnlySpan<string> options)
    {
        double? seconds = null;
        int? seed = null;
        IReadOnlyList<IFuzzTarget> targets = FuzzTargets.All;
        for (; options.Length >= 2; options = options[2..])
        {
            string value = options[1];
            switch (options[0])
            {
                case "--seconds":
                    seconds = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0
                        ? number
                        : throw new UsageException($"--seconds is to be a number above 0, not '{value}'");
                    break;
                case "--seed":
                    seed = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int whole)
                        ? whole
                        : throw new UsageException($"--seed is to be a whole number from 0, not '{value}'");
                    break;
                case "--target":
                    targets = [FuzzTargets.Get(value)];
                    break;
                default:
                    throw new UsageException($"unknown option '{options[0]}'");
            }
        }

        return options.IsEmpty && seconds is not null && seed is not null
            ? new RandomOptions(seconds.Value, seed.Value, targets)
            : throw new UsageException("random needs --seconds N and --seed S, and takes --target T");
    }
}
