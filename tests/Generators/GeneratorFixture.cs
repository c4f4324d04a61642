using System.Text;
using FastTokens.Generators;

namespace FastTokens.Tests.Generators;

/// <summary>What the tests of the generator make inputs from.</summary>
internal static class GeneratorFixture
{
    public static GeneratorInput Input(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new GeneratorInput(path, "format 1", GeneratorInputs.Hash(bytes), bytes);
    }

    /// <summary>A vocabulary of all single bytes, then the given tokens in the order of their ranks.</summary>
    public static PublishedVocabulary Vocabulary(params string[] tokens)
    {
        StringBuilder lines = new();
        for (int value = 0; value < 256; value++)
        {
            lines.Append(Convert.ToBase64String([(byte)value])).Append(' ').Append(value).Append('\n');
        }

        for (int index = 0; index < tokens.Length; index++)
        {
            lines.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(tokens[index]))).Append(' ').Append(256 + index).Append('\n');
        }

        return PublishedVocabulary.Parse("o200k_base", Encoding.ASCII.GetBytes(lines.ToString()));
    }
}
