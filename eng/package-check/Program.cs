using System.Text;
using FastTokens;
using FastTokens.Caching;
using FastTokens.PackageCheck;

// PackageCheck FILE PACKAGES_DIRECTORY: uses the installed library on a file and looks into the packages; exit code 0 if all is well.
string text = File.ReadAllText(args[0]);
List<string> failures = [];
Require(typeof(TokenEstimator).Assembly.Location.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal), "the library is not that of the package");

TokenEstimator estimator = TokenEstimator.ForModel("gpt-5");
int rough = estimator.CountTokens(text);
Require(rough > 0 && rough == estimator.CountTokens(Encoding.UTF8.GetBytes(text)), "rough counts of UTF-16 and UTF-8 differ");

// Reads an embedded vocabulary.
BpeTokenizer tokenizer = BpeTokenizer.ForModel("gpt-5");
Require(tokenizer.Decode(tokenizer.EncodeToIds(text)) == text, "decoding does not give the text again");

TruncationResult cut = new TokenTruncator(tokenizer, new TruncationOptions { Keep = TruncationKeep.HeadAndTail }).Truncate(text, maxTokenCount: 100);
Require(cut.TokenCount <= 100 && tokenizer.CountTokens(cut.ToString()) == cut.TokenCount, "the cut text is over its budget");

// Hashes with System.IO.Hashing, rents from CommunityToolkit.HighPerformance.
PromptFingerprint first = new();
PromptFingerprint second = new();
PromptFingerprintOptions options = new() { Counter = estimator };
first.Build("""{"model": "claude-sonnet-4-5", "messages": [{"role": "user", "content": "one"}]}"""u8, PromptFormat.AnthropicMessages, options);
second.Build("""{"model": "claude-sonnet-4-5", "messages": [{"role": "user", "content": "two"}]}"""u8, PromptFormat.AnthropicMessages, options);
PromptDivergence divergence = PromptDivergence.Find(first, second, CacheRules.ForModel("claude-sonnet-4-5"));
Require(divergence.Path.ToString().StartsWith("messages[0]", StringComparison.Ordinal), $"the divergence is at '{divergence.Path}'");

failures.AddRange(PackageContents.Examine(args[1]));
foreach (string failure in failures)
{
    Console.Error.WriteLine($"error: {failure}");
}

Console.WriteLine($"rough {rough}, exact {tokenizer.CountTokens(text)}");
return failures.Count > 0 ? 1 : 0;

void Require(bool holds, string failure)
{
    if (!holds)
    {
        failures.Add(failure);
    }
}
