namespace FastTokens.Tests.Truncation;

/// <summary>
/// Counts that go up and down: half a token a character, and up to three more by a hash of their number. One more character may lower a
/// count by three, and two texts joined may count more than their sum.
/// </summary>
/// <param name="isStingy">Whether the searches return half of what would fit, as they may.</param>
internal sealed class UnevenTokenCounter(bool isStingy) : NaiveTokenCounter
{
    protected override int Count(string text) => CountOf(text.EnumerateRunes().Count());

    protected override int PrefixEnd(string text, IReadOnlyList<int> boundaries, int maxTokenCount) => boundaries[Longest(boundaries.Count - 1, maxTokenCount)];

    protected override int SuffixStart(string text, IReadOnlyList<int> boundaries, int maxTokenCount) =>
        boundaries[boundaries.Count - 1 - Longest(boundaries.Count - 1, maxTokenCount)];

    private static int CountOf(int characters) => characters == 0 ? 0 : 1 + (characters / 2) + (int)((uint)characters * 2654435761u >> 30);

    private int Longest(int characters, int maxTokenCount)
    {
        int longest = characters;
        while (longest > 0 && (CountOf(longest) > maxTokenCount || (isStingy && longest > characters / 2)))
        {
            longest--;
        }

        return longest;
    }
}
