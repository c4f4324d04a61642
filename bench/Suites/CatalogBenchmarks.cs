using System.Collections.Frozen;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="ModelCatalog"/> asked for a model as people and gateways write its name, beside a dictionary that knows only the name itself.</summary>
public class CatalogBenchmarks
{
    private readonly ModelCatalog _catalog = ModelCatalog.Default;
    private readonly FrozenDictionary<string, ModelInfo> _byName =
        ModelCatalog.Default.Models.ToFrozenDictionary(static model => model.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names =>
        BenchmarkScope.Cases("claude-sonnet-4-5", "gpt-5-2025-08-07", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "no-such-model");

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = string.Empty;

    [Benchmark(Baseline = true)]
    public bool Dictionary() => _byName.TryGetValue(Name, out _);

    [Benchmark]
    public bool TryGetModel() => _catalog.TryGetModel(Name, out _);
}
