using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>A <see cref="TokenProfile"/> to a file and back, beside what only parses its JSON.</summary>
public class ProfileFileBenchmarks
{
    private byte[] _file = [];

    [GlobalSetup]
    public void Setup()
    {
        using MemoryStream stream = new();
        TokenProfile.O200kBase.Save(stream);
        _file = stream.ToArray();
    }

    [Benchmark(Baseline = true)]
    public JsonValueKind ParseJson()
    {
        using JsonDocument document = JsonDocument.Parse(_file);
        return document.RootElement.ValueKind;
    }

    [Benchmark]
    public TokenProfile Load()
    {
        using MemoryStream stream = new(_file);
        return TokenProfile.Load(stream);
    }

    [Benchmark]
    public void Save() => TokenProfile.O200kBase.Save(Stream.Null);
}
