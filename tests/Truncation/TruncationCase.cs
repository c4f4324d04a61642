using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FastTokens.Tests.Truncation;

/// <summary>A text, a budget and options.</summary>
internal sealed record TruncationCase(string Text, int Budget, TruncationOptions Options)
{
    private static readonly string?[] Markers =
        [null, null, null, "…", TruncationOptions.DefaultMarker, "[{characters}]", "\n({lines} lines, {characters} characters, {tokens} tokens)\n", "a\u0301{x}{{tokens}}"];

    /// <summary>Gets texts of a few hundred characters at most, budgets around them, and every option.</summary>
    internal static Gen<TruncationCase> Any { get; } =
        from text in HostileText.Text
        from budget in Gen.OneOf(Gen.Choose(0, 12), Gen.Choose(0, 2 + (text.Length / 2)))
        from keep in Gen.Elements(TruncationKeep.Head, TruncationKeep.Tail, TruncationKeep.HeadAndTail)
        from boundary in Gen.Choose(0, (int)TextBoundary.Grapheme)
        from share in Gen.Elements(0.0, 0.3, 0.5, 0.8, 1.0)
        from fill in Gen.Elements(0.0, 0.5, 0.7, 0.9, 1.0)
        from marker in Gen.Elements(Markers)
        from countsOmitted in Gen.Elements(true, false)
        select new TruncationCase(text, budget, new TruncationOptions
        {
            Keep = keep,
            Boundary = (TextBoundary)boundary,
            HeadShare = share,
            MinimumFill = fill,
            Marker = marker,
            CountOmittedTokens = countsOmitted,
        });

    public override string ToString() => $"{FeatureAssert.Show(Text)}, budget {Budget}, {Options}";
}
