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
    [InlineData('7', '0')]
    [InlineData('\x01', '\0')]
    [InlineData('\x7F', '_')]
    [InlineData('é', '中')]
    [InlineData('\uD83D', '中')]
    public void Classes_fold_characters(char c, char other) => Assert.Equal(PairClasses.Of(other), PairClasses.Of(c));

    [Fact]
    public void Other_characters_have_a_class_each()
    {
        int[] classes = [.. "\t\n\r\u001B0aA {".Select(static c => PairClasses.Of(c)), PairClasses.NonAscii];
        Assert.Equal(classes.Length, classes.Distinct().Count());
        Assert.All(classes, static own => Assert.InRange(own, 1, PairClasses.Count - 1));
    }

    [Fact]
    public void Probabilities_are_those_of_the_tokens_that_begin()
    {
        PairStatistics statistics = new(2);
        bool[] begins = new bool[100];
        begins[1] = true;
        statistics.Add("ab" + new string('c', 98), begins, new bool[100]);
        int pair = (PairClasses.Of('a') * PairClasses.Count) + PairClasses.Of('b');
        Assert.True(statistics.ProbabilityOf(0, pair) > 0.7);
        Assert.True(statistics.ProbabilityOf(1, pair) < 0.1);
        Assert.Equal(0.25, statistics.ProbabilityOf(0, 0), 12);
    }

    [Fact]
    public void Pairs_are_those_that_the_scan_counts()
    {
        (int[] pairs, float[] counts) = PairStatistics.PairsOf("aé-" + new string('-', 20));
        int Pair(char before, char itself) => (PairClasses.Of(before) * PairClasses.Count) + PairClasses.Of(itself);
        Assert.Equal(pairs.Order(), pairs);
        Assert.Equal(
            new Dictionary<int, float> { [Pair('\n', 'a')] = 1, [Pair('é', '-')] = 1, [Pair('-', '-')] = 6 },
            pairs.Zip(counts).ToDictionary(static pair => pair.First, static pair => pair.Second));
    }

    [Fact]
    public void Factors_that_made_the_counts_are_found()
    {
        // Tokens begin at every vowel, and nowhere else: one factor on each side says it all.
        string[] texts = [.. Enumerable.Range(0, 60).Select(static seed =>
        {
            Random random = new(seed);
            return string.Concat(Enumerable.Range(0, 400).Select(_ => "abcdefgi"[random.Next(random.Next(2) == 0 ? 8 : 3)]));
        })];
        double[,] targets = new double[texts.Length, PairProblem.Families];
        double[,] probabilities = new double[PairClasses.Count * PairClasses.Count, PairProblem.Families];
        for (int family = 0; family < PairProblem.Families; family++)
        {
            for (int text = 0; text < texts.Length; text++)
            {
                targets[text, family] = texts[text].Count("aei".Contains);
            }

            for (int before = 0; before < PairClasses.Count; before++)
            {
                foreach (char vowel in "aei")
                {
                    probabilities[(before * PairClasses.Count) + PairClasses.Of(vowel), family] = 1;
                }
            }
        }

        PairProblem problem = new()
        {
            Texts = [.. texts.Select(PairStatistics.PairsOf)],
            Others = [.. texts.Select(static _ => (Array.Empty<int>(), Array.Empty<double>()))],
            OtherPriors = new double[0, PairProblem.Families],
            Targets = targets,
            TextWeights = [.. texts.Select(static _ => 1.0)],
            Probabilities = probabilities,
        };
        PairTables tables = PairLearning.Learn(problem);
        double[] weights = tables.Weights["o200k_base"];
        double CostOf(char before, char itself)
        {
            int[] rows = tables.Previous[tables.PreviousCodes[before]];
            int[] columns = tables.Current[tables.CurrentCodes[itself]];
            return Enumerable.Range(0, weights.Length).Sum(i => weights[i] * rows[i] * columns[i]);
        }

        Assert.InRange(CostOf('b', 'a'), 0.8, 1.2);
        Assert.InRange(CostOf('a', 'i'), 0.8, 1.2);
        Assert.InRange(CostOf('a', 'b'), 0, 0.1);
        Assert.InRange(CostOf('e', 'g'), 0, 0.1);
    }

    [Fact]
    public void The_committed_tables_are_read_as_they_were_written()
    {
        GeneratorInput input = new GeneratorInputs(Repository.Find().DataDirectory).Get(PairTables.Path);
        string[] lines = [.. input.ReadLines()];
        string header = string.Concat(lines.TakeWhile(static line => line.StartsWith('#')).Select(static line => line + "\n"));
        Assert.Equal(string.Join('\n', lines).TrimEnd(), PairTables.Read(input).Format(header).TrimEnd());
    }

    [Fact]
    public void Groups_are_those_of_equal_factors()
    {
        double[] factors = [1, 0, 1.1, 0, 5, 5, 5, 5.1, 9, 0, 1, 0.1];
        double[][] metrics = [.. Enumerable.Range(0, 6).Select(static _ => new double[] { 1, 0, 0, 1 })];
        int[] groups = PairGroups.Tie(factors, metrics, size: 2, groups: 3);
        Assert.Equal(groups[0], groups[1]);
        Assert.Equal(groups[0], groups[5]);
        Assert.Equal(groups[2], groups[3]);
        Assert.Equal(3, groups.Distinct().Count());
        Assert.Equal(31.0 / 30, factors[0], 6);
        Assert.Equal(5.05, factors[5], 6);
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
