using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// What a scan counts in a text: a fixed set of non-negative counters from which a <see cref="TokenProfile"/> prices the text for its
/// tokenizer family. One scan serves all families. The features of a text do not depend on its encoding, nor on how it was cut into chunks.
/// </summary>
public struct TextFeatures
{
    /// <summary>The groups of non-ASCII characters that occurred, a bit for each: the counters of all others are zero.</summary>
    internal uint Groups;

    private Counters _counters;
    private long _utf8ByteCount;

    /// <summary>Gets the number of counters.</summary>
    public static int Count => FeatureLayout.Count;

    /// <summary>Gets the length of the text in UTF-8 bytes, ill-formed parts counted as U+FFFD.</summary>
    public long Utf8ByteCount
    {
        readonly get => _utf8ByteCount;
        internal set => _utf8ByteCount = value;
    }

    /// <summary>Gets the length of the text in Unicode scalar values (characters, in everyday words), ill-formed parts counted as U+FFFD.</summary>
    public long ScalarCount { get; internal set; }

    /// <summary>Gets a counter: a number of characters, or for pairs of characters a sum of products of their factors.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public readonly long this[int index] => ((ReadOnlySpan<long>)_counters)[index];

    /// <summary>Returns the name of a counter, as it stands in the file of a profile.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public static string NameOf(int index) => FeatureLayout.NameOf(index);

    /// <summary>Makes these the features of no text, but for the counters of groups, which are cleared when their group first occurs.</summary>
    internal void Reset()
    {
        Groups = 0;
        _utf8ByteCount = 0;
        ScalarCount = 0;
        AsSpan()[..FeatureLayout.NonAsciiBase].Clear();
    }

    /// <summary>Clears the counters of the groups that never occurred.</summary>
    internal void ClearAbsentGroups()
    {
        for (uint absent = ~Groups & ((1u << CharacterClasses.GroupCount) - 1); absent != 0; absent &= absent - 1)
        {
            FeatureLayout.GroupOf(AsSpan(), System.Numerics.BitOperations.TrailingZeroCount(absent)).Clear();
        }
    }

    [UnscopedRef]
    internal ref long Utf8ByteCountReference => ref _utf8ByteCount;

    [UnscopedRef]
    internal Span<long> AsSpan() => _counters;

    [UnscopedRef]
    internal readonly ReadOnlySpan<long> AsReadOnlySpan() => _counters;

    [InlineArray(FeatureLayout.Count)]
    private struct Counters
    {
        private long _first;
    }
}
