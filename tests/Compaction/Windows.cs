using FastTokens.Compaction;
using FsCheck;
using FsCheck.Fluent;

namespace FastTokens.Tests.Compaction;

/// <summary>Windows to test with.</summary>
internal static class Windows
{
    /// <summary>Gets the sizes of the table.</summary>
    public static int[] Sizes { get; } = [8_000, 16_000, 32_000, 52_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000];

    /// <summary>Gets a window with 100,000 usable tokens.</summary>
    public static ContextWindow Hundred { get; } = new(120_000, 20_000);

    /// <summary>Gets windows of any size, from 8K to 2M and some smaller ones, with any maximum output.</summary>
    public static Gen<ContextWindow> Any { get; } =
        from size in Gen.Frequency((1, Gen.Elements(Sizes)), (3, Gen.Choose(8_000, 2_000_000)), (1, Gen.Choose(1, 8_000)))
        from output in Gen.Frequency((1, Gen.Constant<int?>(null)), (3, Gen.Choose(1, 200_000).Select(static value => (int?)value)))
        select new ContextWindow(size, output);
}
