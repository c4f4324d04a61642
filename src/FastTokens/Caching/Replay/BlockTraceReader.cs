using System.Buffers.Binary;
using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>
/// Block traces: prompts as hashes of blocks of tokens. They say what was sent, not what was read: that is simulated, with a breakpoint at the end of
/// every prompt, as agents set it.
/// </summary>
internal static class BlockTraceReader
{
    private const int DefaultBlockTokens = 64;

    /// <exception cref="InvalidDataException">The trace is not one.</exception>
    public static void Read(JsonElement root, ReplayRun run)
    {
        int blockTokens = root.Member("block_size") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt32(out int tokens) && tokens is > 0 and <= 1 << 20
            ? tokens
            : DefaultBlockTokens;
        int line = 0;
        Read(root, "main", blockTokens, run, [], ref line);
    }

    private static void Read(
        JsonElement owner, string thread, int blockTokens, ReplayRun run, Dictionary<(string Thread, string Model), CacheSimulator> simulators, ref int line)
    {
        if (owner.Member("requests") is not { ValueKind: JsonValueKind.Array } requests)
        {
            throw new InvalidDataException($"The block trace has no requests in '{thread}'.");
        }

        foreach (JsonElement request in requests.EnumerateArray())
        {
            line++;
            if (request.Member("requests") is not null)
            {
                Read(request, $"agent {request.Member("agent_id").Text()}", blockTokens, run, simulators, ref line);
                continue;
            }

            if (request.Member("hash_ids") is not { ValueKind: JsonValueKind.Array } ids)
            {
                run.Fail(line, "the request has no hash_ids");
                continue;
            }

            string model = run.ModelOf(request.Member("model").Text());
            PromptFingerprint prompt = BuildPrompt(ids, blockTokens, model);
            DateTimeOffset? time = request.Member("t") is { ValueKind: JsonValueKind.Number } t ? DateTimeOffset.UnixEpoch.AddSeconds(t.GetDouble()) : null;
            if (!simulators.TryGetValue((thread, model), out CacheSimulator? simulator))
            {
                simulator = new CacheSimulator(run.RulesOf(model));
                simulators.Add((thread, model), simulator);
            }

            CacheUsage usage = simulator.Send(prompt, time ?? DateTimeOffset.UnixEpoch.AddSeconds(line), Count(request, "out"));
            long rest = Math.Max(0, Count(request, "in") - prompt.TokenCount);
            run.Add(line, thread, model, time, usage with { Uncached = usage.Uncached + rest }, prompt);
        }
    }

    private static PromptFingerprint BuildPrompt(JsonElement ids, int blockTokens, string model)
    {
        PromptFingerprint prompt = new();
        prompt.Begin(new PromptFingerprintOptions { Model = model });
        Span<byte> content = stackalloc byte[sizeof(long)];
        int count = ids.GetArrayLength();
        int index = 0;
        foreach (JsonElement id in ids.EnumerateArray())
        {
            BinaryPrimitives.WriteInt64LittleEndian(content, id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out long value) ? value : (long)System.IO.Hashing.XxHash3.HashToUInt64(id.Utf8()));
            bool isLast = ++index == count;
            prompt.Add(
                new PromptSegment
                {
                    Kind = PromptSegmentKind.Other,
                    Section = PromptSection.Messages,
                    Path = new PromptPath("hash_ids", index - 1),
                    Content = content,
                    IsBlockEnd = isLast,
                    Breakpoint = isLast ? CacheBreakpoint.Default : default,
                },
                blockTokens);
        }

        prompt.Complete();
        return prompt;
    }

    private static long Count(JsonElement request, string member) =>
        request.Member(member) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long count) ? Math.Max(0, count) : 0;
}
