using System.Xml.Linq;
using FastTokens.Generators;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Generators;

/// <summary>The tables and pictures of docs/accuracy.md are those of the profiles of now, where the corpus is there to say so.</summary>
public class AccuracyReportTests(ITestOutputHelper output)
{
    [Fact]
    public void Committed_tables_and_pictures_are_not_stale()
    {
        if (!EvaluationTexts.HasCorpus)
        {
            output.WriteLine("Not compared: there is no evaluation corpus beside the repository.");
            return;
        }

        Repository repository = Repository.Find();
        string[] stale = [.. AccuracyCommand.Files(repository, CorpusFile.Load(EvaluationTexts.CorpusPath))
            .Where(file => File.ReadAllText(Path.Combine(repository.Root, file.Path)).ReplaceLineEndings("\n") != file.Content)
            .Select(static file => file.Path)];
        Assert.True(stale.Length == 0, $"Stale: {string.Join(", ", stale)}. Run: dotnet run -c Release --project src/FastTokens.Generators -- accuracy CORPUS.jsonl");
    }

    [Theory]
    [InlineData(AccuracyCommand.TruthChart)]
    [InlineData(AccuracyCommand.ThroughputChart)]
    public void Pictures_are_well_formed(string path) => Assert.Equal("svg", XDocument.Load(RepositoryFiles.PathOf(path.Split('/'))).Root!.Name.LocalName);

    [Fact]
    public void Texts_are_joined_by_category_until_they_are_long()
    {
        CorpusDocument Document(string category, char letter) => new("source", new string(letter, 20_000), new Dictionary<string, int>(), 1) { Category = category };
        List<byte[]> joined = SampledScore.Join([.. Enumerable.Range(0, 9).Select(index => Document(index % 2 == 0 ? "even" : "odd", index % 2 == 0 ? 'a' : 'b'))]);
        Assert.Equal(2, joined.Count);
        Assert.Equal(4 * 20_002, joined[0].Length);
        Assert.DoesNotContain((byte)'b', joined[0]);
    }
}
