using System.Text;
using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class LearningTests
{
    [Fact]
    public void Merging_takes_the_lowest_rank_first()
    {
        BytePairMerger merger = new(GeneratorFixture.Vocabulary("bc", "ab", "abc", "abcd", "cd"));

        // "bc" ranks below "ab", then "a" + "bc" is a token, then "abc" + "d".
        Assert.Equal([0, 4], merger.Split("abcdx").ToArray());
        // No token joins what is left.
        Assert.Equal([0, 2, 4], merger.Split("ababx").ToArray());
        Assert.Equal([0], merger.Split("a").ToArray());
        Assert.Equal(0, merger.Split("").Length);
    }

    [Fact]
    public void Merging_equals_merging_lists()
    {
        string[] tokens = ["ab", "ba", "aa", "bb", "aab", "abb", "aabb", "bba", "abab", "baba", "aaaa", "bbbb"];
        PublishedVocabulary vocabulary = GeneratorFixture.Vocabulary(tokens);
        BytePairMerger merger = new(vocabulary);
        Random random = new(1);
        for (int round = 0; round < 1_000; round++)
        {
            char[] piece = new char[random.Next(200)];
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = random.Next(2) == 0 ? 'a' : 'b';
            }

            Assert.Equal(MergeLists(vocabulary, new string(piece)), merger.Split(piece).ToArray());
        }
    }

    [Fact]
    public void Tokens_begin_at_characters()
    {
        TokenBoundaries boundaries = new(GeneratorFixture.Vocabulary("he", "lo", "llo", " w", "é"));
        bool[] begins = new bool[100];

        int count = boundaries.Mark("hello wé中😀!", begins);

        // Tokens: he llo | " w" é + 3 bytes of 中 | 4 bytes of 😀 and "!".
        Assert.Equal(2 + 5 + 5, count);
        Assert.Equal("1.1..1.111.1", string.Concat(begins[..12].Select(begin => begin ? '1' : '.')));
    }

    [Fact]
    public void Tiers_say_how_well_a_character_is_known()
    {
        string[] tokens = ["é", "ж", "я", "жя", "жщ", "щж", " щ", .. Enumerable.Range(0, 200).Select(i => $"é{i}"), "ы"];
        PublishedVocabulary vocabulary = GeneratorFixture.Vocabulary(tokens);
        byte[] tiers = CharacterTiers.Build([vocabulary, vocabulary, vocabulary]);

        Assert.Equal(6, tiers['é']); // one token, and in 3 × 200 others
        Assert.Equal(4, tiers['ж']); // in 3 × 3
        Assert.Equal(3, tiers['я']); // in 3 × 1
        Assert.Equal(2, tiers['ы']); // in no other
        Assert.Equal(1, tiers['щ']); // two bytes, for " щ" is not щ
        Assert.Equal(0, tiers['中']); // three bytes
        Assert.Equal(0, tiers[0x1F600]);
        Assert.Equal(tiers[0xFFFD], tiers[0xD800]);
    }

    [Fact]
    public void The_committed_tiers_know_the_common_characters()
    {
        Dictionary<int, string> pages = File.ReadLines(Path.Combine(Repository.Find().DataDirectory, CharacterTiers.Path))
            .Where(line => line[0] != '#')
            .ToDictionary(line => Convert.ToInt32(line.Split(' ')[0], 16), line => line.Split(' ')[1]);

        char TierOf(int codePoint) => pages[codePoint & ~63][codePoint & 63];

        Assert.Equal('6', TierOf('é'));
        Assert.Equal('6', TierOf('а'));
        Assert.True(TierOf('的') >= '5');
        Assert.True(TierOf('龘') <= '1');
        Assert.DoesNotContain(0x12000, pages.Keys);
        Assert.All(pages.Values, digits => Assert.Equal(64, digits.Length));
    }

    [Theory]
    [InlineData('a', 'A')]
    [InlineData('Z', 'Z')]
    [InlineData('7', '0')]
    [InlineData('\x01', '\0')]
    [InlineData('\n', '\n')]
    [InlineData('~', '^')]
    [InlineData('\x7F', '_')]
    [InlineData('`', '@')]
    [InlineData('é', '\x80')]
    [InlineData('\uD83D', '\x80')]
    public void Classes_fold_characters(char c, char expected) => Assert.Equal(expected, BigramClasses.CodeOf(BigramClasses.Of(c)));

    [Fact]
    public void Bigrams_are_counted_where_the_case_does_not_change()
    {
        BigramStatistics statistics = new();
        bool[] begins = new bool[8];
        begins[4] = true; // the B of "a aBab"
        statistics.Add("a aBab", begins, 2, begins, 2);

        Assert.Equal(0, statistics.ImportanceOf(BigramClasses.Of('a'), BigramClasses.Of('c')));
        // "aB" is left out, "ab" is not: no token begins there.
        Assert.Equal(0.5, statistics.ImportanceOf(BigramClasses.Of('a'), BigramClasses.Of('b')));
        Assert.True(statistics.ProbabilityOf(BigramClasses.Of('a'), BigramClasses.Of('b')) < 0.1);
        Assert.Equal(0.25, statistics.ProbabilityOf(BigramClasses.Of('q'), BigramClasses.Of('q')), 12);
    }

    [Fact]
    public void Clustering_finds_the_blocks_of_a_table()
    {
        double[,] weights = new double[12, 9];
        double[,] values = new double[12, 9];
        for (int row = 0; row < 12; row++)
        {
            for (int column = 0; column < 9; column++)
            {
                weights[row, column] = 1 + ((row * 7 + column) % 5);
                values[row, column] = (row % 3, column % 2) switch { (0, 0) => 0.1, (0, 1) => 0.9, (1, 0) => 0.4, (1, 1) => 0.2, (_, 0) => 0.7, _ => 0.6 };
            }
        }

        double[,] smooth = CoClustering.Smooth(weights, values, rowGroups: 3, columnGroups: 2, seeds: 40);

        for (int row = 0; row < 12; row++)
        {
            for (int column = 0; column < 9; column++)
            {
                Assert.Equal(values[row, column], smooth[row, column], 6);
            }
        }
    }

    [Fact]
    public void A_vocabulary_of_another_hash_is_refused()
    {
        using Cli.TemporaryDirectory directory = new();
        File.WriteAllText(Path.Combine(directory.Path, "cl100k_base.tiktoken"), "YQ== 0\n");
        Assert.Contains("the published file has 00", Assert.Throws<InvalidDataException>(
            () => PublishedVocabulary.Load(directory.Path, "cl100k_base", new string('0', 64))).Message);
    }

    [Theory]
    [InlineData("YQ== 0\nYg==\n", 2)]
    [InlineData("YQ== 0\n\nY!== 1\n", 3)]
    [InlineData("YQ== x\n", 1)]
    [InlineData("YQ== 0\nYQ== 1\n", 2)]
    public void A_wrong_line_of_a_vocabulary_is_named(string text, int line) =>
        Assert.Contains($"v.tiktoken, line {line}: ", Assert.Throws<InvalidDataException>(
            () => PublishedVocabulary.Parse("v", Encoding.ASCII.GetBytes(text))).Message);

    private static int[] MergeLists(PublishedVocabulary vocabulary, string piece)
    {
        List<string> parts = [.. piece.Select(c => c.ToString())];
        while (true)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            for (int i = 0; i + 1 < parts.Count; i++)
            {
                if (vocabulary.Ranks.TryGetValue(parts[i] + parts[i + 1], out int rank) && rank < bestRank)
                {
                    (best, bestRank) = (i, rank);
                }
            }

            if (best < 0)
            {
                break;
            }

            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        List<int> starts = [];
        int position = 0;
        foreach (string part in parts)
        {
            starts.Add(position);
            position += part.Length;
        }

        return [.. starts];
    }
}
