using FastTokens.Compaction;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

public class CompactionThresholdsTests
{
    public static TheoryData<int> Sizes => [.. Windows.Sizes];

    [Theory]
    [InlineData(200_000, 64_000, 20_000)]
    [InlineData(200_000, 8_000, 8_000)]
    [InlineData(8_000, 64_000, 2_000)]
    [InlineData(200_000, null, 20_000)]
    [InlineData(1, null, 0)]
    public void The_reserve_is_the_least_of_three(int size, int? output, int reserve)
    {
        ContextWindow window = new(size, output);
        Assert.Equal((reserve, size - reserve), (window.Reserve, window.Usable));
    }

    [Fact]
    public void A_window_must_be_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ContextWindow(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ContextWindow(1000, 0));
        Assert.Contains("no size", Assert.Throws<ArgumentException>(static () => new CompactionThresholds(default)).Message, StringComparison.Ordinal);
        Assert.Equal(200_000, ContextWindow.ForModel("claude-sonnet-4-5").Size);
        Assert.Contains("Known models", Assert.Throws<ArgumentException>(static () => ContextWindow.ForModel("nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("does not know the context window", Assert.Throws<ArgumentException>(static () => ContextWindow.ForModel("text-davinci-001")).Message, StringComparison.Ordinal);
    }

    // Independent of the implementation: fractions as decimals, rounded down.
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Floors_are_what_the_formulas_give(int size)
    {
        ContextWindow window = new(size);
        decimal usable = size - Math.Min(20_000, Math.Floor(size / 4m));
        CompactionThresholds thresholds = new(window);
        Assert.Equal(
            [0.75m * usable, 0.78m * usable, 0.80m * usable, 0.90m * usable, Math.Max(usable - Math.Min(13_000, usable / 3), 0.90m * usable), usable - Math.Min(3_000, usable / 20)],
            Enum.GetValues<CompactionLevel>().Skip(1).Select(level => (decimal)thresholds.FloorOf(level)), static (formula, floor) => Math.Floor(formula) == floor);
        Assert.Equal(Math.Floor(0.2m * usable), thresholds.NormalTail);
        Assert.Equal(Math.Floor(0.1m * usable), thresholds.AggressiveTail);
        Assert.Equal(thresholds.NormalFold - (long)Math.Min(20_000, Math.Floor(usable / 10)), thresholds.Warning);
        Assert.Equal(thresholds.Warning, thresholds.Error);
    }

    [Fact]
    public void Severity_never_falls_as_usage_grows_and_each_floor_begins_its_level() => Properties.ForAll(Windows.Any, window =>
    {
        CompactionThresholds thresholds = new(window);
        CompactionLevel[] levels = Enum.GetValues<CompactionLevel>();
        long[] floors = [.. levels.Select(thresholds.FloorOf)];
        Assert.Equal(floors.Order(), floors);
        Assert.True(thresholds.Blocking <= thresholds.Usable);
        CompactionLevel before = CompactionLevel.None;
        foreach (long used in floors.SelectMany(static floor => (long[])[floor - 1, floor, floor + 1]).Append(window.Size).Append(long.MaxValue).Where(static used => used >= 0).Order())
        {
            CompactionLevel level = thresholds.LevelOf(used);
            Assert.True(level >= before, $"{window}: {level} at {used} after {before}");
            Assert.Equal(levels.Last(candidate => used >= thresholds.FloorOf(candidate)), level);
            before = level;
        }
    });

    [Fact]
    public void The_final_buffer_never_comes_before_the_normal_fold_as_thirteen_thousand_tokens_alone_would()
    {
        foreach (int size in Windows.Sizes)
        {
            CompactionThresholds thresholds = new(new ContextWindow(size));
            Assert.True(thresholds.FinalBuffer >= thresholds.TurnStartFold && thresholds.TurnStartFold > thresholds.NormalFold);
        }

        long usable = new ContextWindow(50_000).Usable;
        Assert.True(usable - 13_000 < usable * 75 / 100);
    }

    [Fact]
    public void An_override_only_lowers_the_automatic_threshold() => Properties.ForAll(
        from window in Windows.Any from percent in Gen.Choose(1, 100) select (window, percent),
        static value =>
        {
            CompactionThresholds plain = new(value.window);
            CompactionThresholds changed = new(value.window, new CompactionOptions { OverridePercent = value.percent });
            Assert.Equal(Math.Min(plain.NormalFold, (long)value.window.Usable * value.percent / 100), changed.NormalFold);
            Assert.Equal(plain.AggressiveFold, changed.AggressiveFold);
            Assert.Equal(plain.Blocking, changed.Blocking);
            Assert.InRange(changed.Warning, 0, changed.NormalFold);
        });

    [Fact]
    public void Options_that_contradict_each_other_are_refused_with_the_reason()
    {
        static string Fault(CompactionOptions options) => Assert.Throws<ArgumentException>(() => new CompactionThresholds(Windows.Hundred, options)).Message;
        Assert.Contains("AggressiveFoldPercent is below NormalFoldPercent", Fault(new() { AggressiveFoldPercent = 70 }), StringComparison.Ordinal);
        Assert.Contains("OverridePercent", Fault(new() { OverridePercent = 0 }), StringComparison.Ordinal);
        Assert.Contains("TurnStartPercent", Fault(new() { TurnStartPercent = 101 }), StringComparison.Ordinal);
        Assert.Contains("NormalTailPercent", Fault(new() { NormalTailPercent = 75 }), StringComparison.Ordinal);
        Assert.Contains("MaximumFailures", Fault(new() { MaximumFailures = 0 }), StringComparison.Ordinal);
        Assert.Contains("TurnStartRearmPercent", Fault(new() { TurnStartRearmPercent = 91 }), StringComparison.Ordinal);
        Assert.Contains("count is negative", Fault(new() { MinimumTurns = -1 }), StringComparison.Ordinal);
    }
}
