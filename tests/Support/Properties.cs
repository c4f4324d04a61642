using FsCheck;
using FsCheck.Fluent;

namespace FastTokens.Tests.Support;

/// <summary>Checks properties over generated cases: at least a thousand each, the same ones in every run.</summary>
internal static class Properties
{
    internal const int Cases = 1000;

    private static readonly Config Reproducible =
        Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(0x5EED_0F_7E57UL, 0x9E37_79B9_7F4A_7C15UL).WithQuietOnSuccess(true);

    internal static void ForAll<T>(Gen<T> cases, Action<T> holds) => Check(cases.ToArbitrary(), holds);

    /// <summary>As for any cases, with another number of them.</summary>
    internal static void ForAll<T>(Gen<T> cases, int count, Action<T> holds) => Prop.ForAll(cases.ToArbitrary(), holds).Check(Reproducible.WithMaxTest(count));

    /// <summary>As for any cases; a text that fails is shown as short as it fails.</summary>
    internal static void ForAllTexts(Action<string> holds) =>
        Check(Arb.From(HostileText.Text, static text => HostileText.Shrink<string, char>(text, static parts => string.Concat(parts))), holds);

    /// <summary>As for any cases; bytes that fail are shown as few as they fail.</summary>
    internal static void ForAllUtf8(Action<byte[]> holds) =>
        Check(Arb.From(HostileText.Utf8, static text => HostileText.Shrink<byte[], byte>(text, static parts => [.. parts])), holds);

    private static void Check<T>(Arbitrary<T> cases, Action<T> holds) => Prop.ForAll(cases, holds).Check(Reproducible);
}
