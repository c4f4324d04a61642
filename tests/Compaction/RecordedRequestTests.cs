using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Trajectories of an agent name no tools and hold hundreds of small messages with calls: whole requests are counted too low, the meter is not.</summary>
    [Fact]
    public void Along_a_trajectory_the_meter_is_within_three_percent()
    {
        string folder = RepositoryFiles.PathOf("..", "shared", "sessions", "openai_api");
        MessageTokenEstimator estimator = MessageTokenEstimator.ForModel("deepseek-chat");
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.traj.json") : [])
        {
            JsonArray sent = [];
            ContextMeter meter = default;
            List<double> ofMeter = [];
            List<double> ofRequest = [];
            foreach (JsonNode? message in JsonNode.Parse(File.ReadAllBytes(file))!["messages"]!.AsArray())
            {
                JsonObject copy = message!.DeepClone().AsObject();
                copy.Remove("extra");
                copy.Remove("provider_specific_fields");
                RequestTokenReport own = estimator.Measure(Body([copy.DeepClone()]), PromptFormat.OpenAIChatCompletions);
                if (message["extra"]?["response"]?["usage"] is JsonObject reported)
                {
                    CacheUsage usage = CacheUsage.Parse(Encoding.UTF8.GetBytes(reported.ToJsonString()));
                    if (meter.HasAnchor)
                    {
                        ofMeter.Add((double)(meter.Tokens - usage.Input) / usage.Input);
                        ofRequest.Add(ofRequest.Count % 20 == 0 ? estimator.Measure(Body(sent), PromptFormat.OpenAIChatCompletions).DeviationFrom(usage) : ofRequest[^1]);
                    }

                    meter.Report(usage);
                }
                else
                {
                    meter.Add(own.Total);
                }

                sent.Add(copy);
            }

            output.WriteLine($"{Path.GetFileName(file)}: {ofMeter.Count} calls, meter from {ofMeter.Min():P1} to {ofMeter.Max():P1}, whole request from {ofRequest.Min():P1} to {ofRequest.Max():P1}");
            Assert.All(ofMeter, static value => Assert.InRange(value, -0.03, 0.03));
            Assert.All(ofRequest, static value => Assert.InRange(value, -0.2, 0.1));
        }
    }

    private static byte[] Body(JsonArray messages) => Encoding.UTF8.GetBytes(new JsonObject { ["messages"] = messages.DeepClone() }.ToJsonString());

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
