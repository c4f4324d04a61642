namespace FastTokens.Tests.Support;

/// <summary>The texts with reference counts that accuracy is judged on: the evaluation corpus beside the repository where there is one, else the committed golden texts.</summary>
internal static class EvaluationTexts
{
    /// <summary>Gets the path of the evaluation corpus, whether it is there or not.</summary>
    internal static string CorpusPath { get; } = System.IO.Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "corpus", "eval.jsonl"));

    /// <summary>Gets whether the corpus is there.</summary>
    internal static bool HasCorpus { get; } = File.Exists(CorpusPath);

    /// <summary>Gets the path of the texts.</summary>
    internal static string Path { get; } = HasCorpus ? CorpusPath : RepositoryFiles.PathOf("tests", "Estimation", "GoldenTexts.jsonl");

    /// <summary>Gets what the texts are, for the output of a test.</summary>
    internal static string Origin { get; } = HasCorpus ? "the evaluation corpus" : "the committed golden texts, for want of a corpus";
}
