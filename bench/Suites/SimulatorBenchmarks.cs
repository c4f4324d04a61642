using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary><see cref="CacheSimulator"/> over a session of 32 requests, by the rules of providers that cache differently; and a <see cref="HeaderScenario"/>, which makes its own.</summary>
public class SimulatorBenchmarks
{
    private const int Turns = 32;

    private PromptFingerprint[] _prompts = [];
    private CacheSimulator _simulator = null!;
    private HeaderScenario _scenario = null!;

    public static IEnumerable<string> Models => BenchmarkScope.Cases(SessionSource.Model, "gpt-5");

    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        CacheRules rules = CacheRules.ForModel(Model);
        _prompts = SessionSource.CreateFingerprints(Turns);
        _simulator = new CacheSimulator(rules);
        _scenario = new HeaderScenario { Rules = rules, Turns = Turns };
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public long Send()
    {
        _simulator.Reset();
        long read = 0;
        for (int turn = 0; turn < _prompts.Length; turn++)
        {
            read += _simulator.Send(_prompts[turn], SessionSource.TimeOf(turn)).Read;
        }

        return read;
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public long RunScenario() => _scenario.Run(HeaderKind.Stable).Metrics.Usage.Read;
}
