using FsCheck;
using FsCheck.Fluent;

namespace FastTokens.Tests.Support;

/// <summary>A text and where it is cut; cuts may fall inside characters and may coincide, which makes empty pieces.</summary>
/// <param name="Text">The text.</param>
/// <param name="Cuts">Where pieces end, ascending, the end of the text last.</param>
internal sealed record Pieces<T>(T[] Text, int[] Cuts)
{
    internal IEnumerable<ReadOnlyMemory<T>> Each()
    {
        int start = 0;
        foreach (int end in Cuts)
        {
            yield return Text.AsMemory(start..end);
            start = end;
        }
    }

    public override string ToString() => $"{string.Join(' ', Text.Select(static unit => Convert.ToInt32(unit, null).ToString("X2", null)))} cut at {string.Join(", ", Cuts)}";
}

/// <summary>Generators of cut texts.</summary>
internal static class Pieces
{
    private const int MaxCuts = 20;

    internal static Gen<Pieces<char>> Utf16 { get; } = HostileText.Text.SelectMany(static text => Of(text.ToCharArray()));

    internal static Gen<Pieces<byte>> Utf8 { get; } = HostileText.Utf8.SelectMany(static text => Of(text));

    private static Gen<Pieces<T>> Of<T>(T[] text) =>
        from count in Gen.Choose(0, MaxCuts)
        from cuts in Gen.Choose(0, text.Length).ArrayOf(count)
        select new Pieces<T>(text, [.. cuts.Order(), text.Length]);
}
