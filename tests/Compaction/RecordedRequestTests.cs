using System.Text;
using System.Text.Json;
using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Compaction;

/// <summary>Counts of recorded requests beside the project, where they exist, against what their responses reported.</summary>
public class RecordedRequestTests(ITestOutputHelper output)
{
    private const double Limit = 0.10;

    [Fact]
    public void Requests_of_families_with_a_profile_are_within_ten_percent()
    {
        string folder = RepositoryFiles.PathOf("..", "shared", "sessions");
        Dictionary<string, List<double>> deviations = [];
        RequestTokenReport report = new();
        foreach (string file in ((string[])["anthropic_api", "openai_api"]).Select(name => Path.Combine(folder, name)).Where(Directory.Exists).SelectMany(static path => Directory.GetFiles(path, "*.jsonl")))
        {
            foreach (string line in File.ReadLines(file))
            {
                using JsonDocument document = JsonDocument.Parse(line);
                if (Call(document.RootElement) is not { } call || !ModelCatalog.Default.TryGetModel(call.Model, out ModelInfo? model))
                {
                    continue;
                }

                MessageTokenEstimator.ForModel(model.Name).Measure(call.Body, PromptReader.DetectFormat(call.Body), report);
                string key = HasServerTools(call.Body) ? $"{model.Name}, tools of the server" : model.Name;
                deviations.TryAdd(key, []);
                deviations[key].Add(report.DeviationFrom(call.Usage));
            }
        }

        foreach ((string key, List<double> values) in deviations)
        {
            output.WriteLine($"{key}: {values.Count} requests, mean {values.Average():P1}, from {values.Min():P1} to {values.Max():P1}");
            // Instructions that the provider adds for its own tools are in no request.
            Assert.True(key.EndsWith("of the server", StringComparison.Ordinal) || values.All(static value => Math.Abs(value) <= Limit), key);
        }

        if (deviations.Count == 0)
        {
            output.WriteLine("The sessions are not here: nothing was checked.");
        }
    }

    private static (string Model, byte[] Body, CacheUsage Usage)? Call(JsonElement root)
    {
        JsonElement body = root.GetProperty("request").GetProperty("body");
        JsonElement response = root.GetProperty("response");
        bool hasStart = response.TryGetProperty("usage_start", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("cache_read_input_tokens", out _);
        if (!hasStart && (!response.TryGetProperty("usage", out usage) || usage.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        CacheUsage tokens = CacheUsage.ParseClamped(Encoding.UTF8.GetBytes(usage.GetRawText()), null, out _);
        return body.ValueKind == JsonValueKind.Object && tokens.Input > 0 ? (body.GetProperty("model").GetString()!, Encoding.UTF8.GetBytes(body.GetRawText()), tokens) : null;
    }

    private static bool HasServerTools(byte[] body) => body.AsSpan().IndexOf("\"type\":\"web_search_"u8) >= 0 || body.AsSpan().IndexOf("\"type\": \"web_search_"u8) >= 0;
}
