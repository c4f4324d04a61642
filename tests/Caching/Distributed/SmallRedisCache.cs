using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;

namespace FastTokens.Tests.Caching;

/// <summary>
/// As much of an <see cref="IDistributedCache"/> over Redis as the example needs: one connection, GET, SET with a lifetime, DEL. In production that is
/// Microsoft.Extensions.Caching.StackExchangeRedis, whose dependencies not every feed carries.
/// </summary>
internal sealed class SmallRedisCache : IDistributedCache, IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _one = new(1);

    public SmallRedisCache(string host, int port)
    {
        _client = new TcpClient(host, port);
        _stream = _client.GetStream();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
        _one.Dispose();
    }

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Call(token, "GET"u8.ToArray(), Encoding.UTF8.GetBytes(key));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        long seconds = (long)Math.Max(1, (options.SlidingExpiration ?? TimeSpan.FromHours(2)).TotalSeconds);
        return Call(token, "SET"u8.ToArray(), Encoding.UTF8.GetBytes(key), value, "EX"u8.ToArray(), Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)));
    }

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) => Call(token, "DEL"u8.ToArray(), Encoding.UTF8.GetBytes(key));

    // A command is an array of byte strings; an answer is a line, or a byte string with its length before it.
    private async Task<byte[]?> Call(CancellationToken token, params byte[][] parts)
    {
        await _one.WaitAsync(token);
        try
        {
            using MemoryStream command = new();
            command.Write(Encoding.ASCII.GetBytes($"*{parts.Length}\r\n"));
            foreach (byte[] part in parts)
            {
                command.Write(Encoding.ASCII.GetBytes($"${part.Length}\r\n"));
                command.Write(part);
                command.Write("\r\n"u8);
            }

            await _stream.WriteAsync(command.ToArray(), token);
            string head = await ReadLine(token);
            if (head[0] == '-')
            {
                throw new IOException($"Redis: {head[1..]}");
            }

            if (head[0] != '$' || head == "$-1")
            {
                return null;
            }

            byte[] value = new byte[int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture) + 2];
            await _stream.ReadExactlyAsync(value, token);
            return value[..^2];
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<string> ReadLine(CancellationToken token)
    {
        StringBuilder line = new();
        byte[] next = new byte[1];
        while (line.Length < 2 || line[^1] != '\n')
        {
            await _stream.ReadExactlyAsync(next, token);
            line.Append((char)next[0]);
        }

        return line.ToString(0, line.Length - 2);
    }
}
