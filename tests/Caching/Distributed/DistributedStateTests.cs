using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FastTokens.Caching;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Caching;

public class DistributedStateTests(ITestOutputHelper output)
{
    private static readonly CacheDetectorKey Key = new("session", "", "main:resumed", "anthropic", "claude-sonnet-4-5");

    [Fact]
    public Task Replicas_share_a_conversation_in_memory() =>
        ShareAConversation(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));

    [Fact]
    public async Task Replicas_share_a_conversation_through_redis()
    {
        if (FindRedisServer() is not { } server)
        {
            output.WriteLine("Skipped: redis-server is not installed.");
            return;
        }

        int port = FreePort();
        using Process process = Process.Start(new ProcessStartInfo(server, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            await WaitForServer(port);
            using SmallRedisCache cache = new("127.0.0.1", port);
            await ShareAConversation(cache);
            output.WriteLine($"Ran against redis-server on port {port}.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task What_another_version_left_is_not_fatal()
    {
        MemoryDistributedCache cache = new(Options.Create(new MemoryDistributedCacheOptions()));
        DistributedDetectorStore store = new(cache);
        CacheBreakDetector detector = await store.LoadAsync(Key);
        await store.SaveAsync(Key, detector);
        await cache.SetStringAsync("fasttokens:7:session0:4:main9:anthropic17:claude-sonnet-4-5", "something else");
        Assert.Equal(0, (await store.LoadAsync(Key)).Metrics.Turns);
    }

    // Each turn another replica: it loads what the last one left, forecasts, judges and saves.
    private static async Task ShareAConversation(IDistributedCache cache)
    {
        DistributedDetectorStore store = new(cache);
        CacheSimulator provider = new(CacheRules.ForModel(Key.Model));
        JsonObject request = SampleRequests.Create(21, turns: 8);
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        for (int turn = 0; turn < 4; turn++)
        {
            PromptFingerprint prompt = SampleRequests.Fingerprint(request);
            CacheBreakDetector replica = await store.LoadAsync(Key);
            Assert.Equal(turn, replica.Metrics.Turns);
            CacheForecast forecast = replica.Forecast(prompt, time);
            CacheUsage usage = provider.Send(prompt, time);
            Assert.Equal(usage.Read, forecast.Read);
            CacheVerdict verdict = replica.Judge(usage);
            Assert.Equal(turn == 3 ? CacheVerdictKind.ClientChange : CacheVerdictKind.AsExpected, verdict.Kind);
            await store.SaveAsync(Key, replica);
            time = time.AddSeconds(20);
            SampleRequests.AppendTurn(request["messages"]!.AsArray(), new Random(turn), 40 + turn);
            SampleRequests.MarkLast(request);
            if (turn == 2)
            {
                request["system"]![0]!["text"] = "changed";
            }
        }
    }

    private static string? FindRedisServer() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server"))
        .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitForServer(int port)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
