using System.Text;
using System.Text.Json;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Bpe;

/// <summary>Every text of the corpora beside the project has the count of the reference tokenizers, where the corpora exist.</summary>
public class ReferenceCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("train")]
    [InlineData("eval")]
    [InlineData("hostile")]
    public void Counts_are_those_of_the_reference(string corpus)
    {
        string path = Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "corpus", corpus + ".jsonl"));
        if (!File.Exists(path))
        {
            output.WriteLine($"Not compared: there is no {corpus} corpus beside the project.");
            return;
        }

        int compared = 0;
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement record = document.RootElement;
            string text = record.GetProperty("text").GetString()!;
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            foreach (BpeTokenizer tokenizer in (BpeTokenizer[])[BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.ClaudeLegacy])
            {
                int expected = record.GetProperty("counts").GetProperty(tokenizer.Name).GetInt32();
                Assert.True(expected == tokenizer.CountTokens(utf8), $"{tokenizer.Name}: {record.GetProperty("id")}");
                Assert.True(expected == tokenizer.CountTokens(text), $"{tokenizer.Name}: {record.GetProperty("id")}");
            }

            compared++;
        }

        output.WriteLine($"Compared: {compared} texts.");
        Assert.NotEqual(0, compared);
    }
}
