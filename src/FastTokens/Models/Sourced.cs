using System.Globalization;

namespace FastTokens;

/// <summary>A figure with where it was read and when it was true.</summary>
/// <typeparam name="T">The type of the figure.</typeparam>
/// <param name="Value">The figure, in the unit that the member holding it states.</param>
/// <param name="Source">The address or title of the document that states the figure.</param>
/// <param name="AsOf">The date of that document where it is known, otherwise the date it was read.</param>
public readonly record struct Sourced<T>(T Value, string Source, DateOnly AsOf)
    where T : struct
{
    /// <summary>Returns the figure, its source and its date, the same in every culture: <c>400000 (https://…, 2026-01-31)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} ({Source}, {AsOf:yyyy-MM-dd})");
}
