using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary>What is measured over the body of a request, beside what only reads its JSON.</summary>
public abstract class RequestBenchmarks
{
    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 16, 1 << 20);

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    /// <summary>Gets the request of that size.</summary>
    private protected byte[] Body { get; private set; } = [];

    private protected PromptFormat Format { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        Body = RequestSource.Create(Size);
        Format = PromptReader.DetectFormat(Body);
        Prepare();
    }

    [Benchmark(Baseline = true)]
    public int Utf8JsonReader()
    {
        Utf8JsonReader reader = new(Body);
        int count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    private protected abstract void Prepare();
}
