using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using FastTokens.Caching;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Caching;

public class PromptFingerprintTests
{
    [Fact]
    public void Segments_come_in_the_order_of_caching_whatever_the_order_of_the_body()
    {
        JsonObject request = SampleRequests.Create(1);
        JsonObject other = [];
        foreach (string name in (string[])["messages", "model", "system", "max_tokens", "tools"])
        {
            other[name] = request[name]!.DeepClone();
        }

        PromptFingerprint expected = SampleRequests.Fingerprint(request);
        PromptFingerprint actual = SampleRequests.Fingerprint(other);
        Assert.Equal(expected.Chain, actual.Chain);
        Assert.Equal("tools[0]", actual.Segments[0].Path.ToString());
        Assert.Equal("system[0]", actual.Segments[actual.IndexOf(PromptSection.System)].Path.ToString());
        Assert.Equal("messages[0].content[0]", actual.Segments[actual.IndexOf(PromptSection.Messages)].Path.ToString());
        Assert.Equal(DivergenceKind.Identical, PromptDivergence.Find(expected, actual).Kind);
    }

    [Fact]
    public void A_list_of_one_text_and_a_string_are_the_same_and_so_are_other_escapes_and_white_space()
    {
        const string Plain = """{"model":"m","system":"s é","tools":[{"name":"t","input_schema":{"a":1}}],"messages":[{"role":"user","content":"hé"},{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"}]}]}""";
        const string Other = """{ "model" : "m", "system" : [ { "text" : "s \u00e9", "type" : "text" } ], "tools" : [ {"name": "t", "input_schema" : { "a" : 1 } } ], "messages" : [ { "content" : [ { "type" : "text", "text" : "h\u00e9" } ], "role" : "user" }, {"role":"user","content":[{"content":[{"type":"text","text":"r"}],"type":"tool_result","tool_use_id":"1"}]}]}""";
        Assert.Equal(SampleRequests.Fingerprint(Encoding.UTF8.GetBytes(Plain)).Chain, SampleRequests.Fingerprint(Encoding.UTF8.GetBytes(Other)).Chain);
    }

    [Fact]
    public void Models_providers_and_salts_never_match()
    {
        JsonObject request = SampleRequests.Create(2);
        PromptFingerprint plain = SampleRequests.Fingerprint(request);
        PromptFingerprint salted = SampleRequests.Fingerprint(request, SampleRequests.Options with { Salt = new byte[] { 1 } });
        PromptFingerprint provider = SampleRequests.Fingerprint(request, SampleRequests.Options with { Provider = "gateway" });
        PromptFingerprint model = SampleRequests.Fingerprint(request, SampleRequests.Options with { Model = "claude-haiku-4-5" });
        Assert.Equal(4, new HashSet<UInt128> { plain.Root, salted.Root, provider.Root, model.Root }.Count);
        Assert.NotEqual(plain.Segments[0].LocalHash, salted.Segments[0].LocalHash);
        Assert.Equal(plain.Segments[0].LocalHash, model.Segments[0].LocalHash);
        Assert.Equal("model", PromptDivergence.Find(plain, model).Path.ToString());
        Assert.Equal("salt", PromptDivergence.Find(plain, salted).Path.ToString());
        Assert.Equal(0, PromptDivergence.Find(plain, model).TokensBefore);
    }

    [Fact]
    public void Equal_prefixes_have_equal_chains_and_unequal_ones_unequal_chains() => Properties.ForAll(
        Gen.Choose(0, int.MaxValue - 1).Two(),
        static drawn =>
        {
            (int seed, int edited) = drawn;
            JsonObject request = SampleRequests.Create(seed & 0xFFFF, tools: 3, turns: 3);
            PromptFingerprint before = SampleRequests.Fingerprint(request);
            int target = (int)((uint)edited % (uint)before.Count);
            JsonNode node = NodeAt(request, before.Segments[target].Path);
            Mutate(node, new Random(edited));
            PromptFingerprint after = SampleRequests.Fingerprint(request);
            for (int index = 0; index < before.Count; index++)
            {
                Assert.Equal(index < target, before.Segments[index].Chain == after.Segments[index].Chain);
                Assert.Equal(index != target, before.Segments[index].LocalHash == after.Segments[index].LocalHash);
            }

            Assert.Equal(target, PromptDivergence.Find(before, after).SegmentIndex);
        });

    [Theory]
    [InlineData(PrefixReuse.Verify)]
    [InlineData(PrefixReuse.Trust)]
    public void Building_on_an_earlier_request_gives_the_same(PrefixReuse reuse)
    {
        JsonObject request = SampleRequests.Create(3, turns: 5);
        PromptFingerprint previous = SampleRequests.Fingerprint(request);
        SampleRequests.AppendTurn(request["messages"]!.AsArray(), new Random(9), 99);
        byte[] body = SampleRequests.Bytes(request);
        PromptFingerprint expected = SampleRequests.Fingerprint(body);
        PromptFingerprint actual = new();
        actual.Build(body, PromptFormat.AnthropicMessages, SampleRequests.Options, previous, reuse);
        Assert.Equal(expected.Segments.ToArray(), actual.Segments.ToArray());
        Assert.Equal(expected.TokenCount, actual.TokenCount);
    }

    [Fact]
    public void Verifying_notices_what_trusting_does_not()
    {
        JsonObject request = SampleRequests.Create(4);
        PromptFingerprint previous = SampleRequests.Fingerprint(request);
        request["system"]![0]!["text"] = "YOU" + request["system"]![0]!["text"]!.GetValue<string>()[3..];
        byte[] body = SampleRequests.Bytes(request);
        PromptFingerprint expected = SampleRequests.Fingerprint(body);
        PromptFingerprint verified = new();
        verified.Build(body, PromptFormat.AnthropicMessages, SampleRequests.Options, previous);
        Assert.Equal(expected.Chain, verified.Chain);
        PromptFingerprint trusted = new();
        trusted.Build(body, PromptFormat.AnthropicMessages, SampleRequests.Options, previous, PrefixReuse.Trust);
        Assert.Equal(previous.Chain, trusted.Chain);
    }

    [Fact]
    public void A_divergence_inside_a_long_message_is_found_to_the_block()
    {
        JsonObject request = SampleRequests.Create(5);
        JsonObject block = SampleRequests.TextBlock(SampleRequests.Text(new Random(1), 40_000));
        request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray { block } });
        PromptFingerprint before = SampleRequests.Fingerprint(request);
        string text = block["text"]!.GetValue<string>();
        const int Offset = 123_456;
        block["text"] = string.Concat(text.AsSpan(0, Offset), "§", text.AsSpan(Offset + 1));
        PromptDivergence divergence = PromptDivergence.Find(before, SampleRequests.Fingerprint(request));
        Assert.Equal(DivergenceKind.Changed, divergence.Kind);
        Assert.Equal(Offset / PromptFingerprint.BlockLength * PromptFingerprint.BlockLength, divergence.ContentOffset);
        Assert.True(divergence.TokensBefore > before.Segments[^1].TokensBefore + (before.Segments[^1].Tokens / 3));
    }

    [Fact]
    public void The_saved_form_holds_everything_but_text()
    {
        JsonObject request = SampleRequests.Create(6, turns: 20);
        PromptFingerprint original = SampleRequests.Fingerprint(request);
        ArrayBufferWriter<byte> saved = new();
        original.Save(saved);
        Assert.InRange(saved.WrittenCount, 40 * original.Count, 110 * original.Count);
        Assert.DoesNotContain("You are an agent", Encoding.UTF8.GetString(saved.WrittenSpan), StringComparison.Ordinal);

        PromptFingerprint loaded = new();
        loaded.Load(saved.WrittenSpan);
        Assert.Equal(original.Chain, loaded.Chain);
        Assert.Equal(original.TokenCount, loaded.TokenCount);
        Assert.Equal(original.Parameters.ToArray(), loaded.Parameters.ToArray());
        SampleRequests.AppendTurn(request["messages"]!.AsArray(), new Random(1), 50);
        PromptFingerprint next = SampleRequests.Fingerprint(request);
        Assert.Equal(PromptDivergence.Find(original, next), PromptDivergence.Find(loaded, next));
    }

    [Fact]
    public void Damaged_data_are_refused_and_leave_it_empty()
    {
        ArrayBufferWriter<byte> saved = new();
        SampleRequests.Fingerprint(SampleRequests.Create(7)).Save(saved);
        byte[] data = saved.WrittenSpan.ToArray();
        PromptFingerprint loaded = new();
        for (int index = 0; index < data.Length; index += 7)
        {
            byte[] damaged = [.. data];
            damaged[index] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => loaded.Load(damaged));
            Assert.Throws<InvalidDataException>(() => loaded.Load(data.AsSpan(0, index)));
            Assert.Equal(0, loaded.Count);
        }
    }

    [Fact]
    public void A_wrong_body_leaves_it_empty()
    {
        PromptFingerprint fingerprint = SampleRequests.Fingerprint(SampleRequests.Create(8));
        Assert.Throws<PromptFormatException>(() => fingerprint.Build("{\"messages\":[{]}"u8, PromptFormat.AnthropicMessages));
        Assert.Equal(0, fingerprint.Count);
    }

    [Fact]
    public void Prompts_can_be_added_by_hand()
    {
        PromptFingerprint fingerprint = new();
        fingerprint.Begin(SampleRequests.Options);
        fingerprint.Add(new PromptSegment { Kind = PromptSegmentKind.UserText, Section = PromptSection.Messages, Path = new PromptPath("text", 0), Content = "hello"u8 });
        fingerprint.Add(new PromptSegment { Kind = PromptSegmentKind.SystemText, Section = PromptSection.System, Path = new PromptPath("rules"), Content = "be brief"u8 }, tokens: 7);
        fingerprint.Complete();
        Assert.Equal("rules", fingerprint.Segments[0].Path.ToString());
        Assert.Equal(7, fingerprint.Segments[0].Tokens);
        Assert.Equal(7 + SampleRequests.Counter.CountTokens("hello"), fingerprint.TokenCount);
    }

    private static JsonNode NodeAt(JsonObject request, PromptPath path)
    {
        JsonNode node = request[path.Root!]!;
        node = path.Index >= 0 ? node[path.Index]! : node;
        node = path.Member is null ? node : node[path.Member]!;
        return path.Part >= 0 ? node[path.Part]! : node;
    }

    private static void Mutate(JsonNode node, Random random)
    {
        if (node is JsonValue value)
        {
            node.ReplaceWith(JsonValue.Create(value.GetValue<string>() + "!" + random.Next()));
            return;
        }

        string member = ((string[])["text", "description", "content", "id"]).First(name => node[name] is not null);
        node[member] = node[member]!.GetValue<string>() + "!" + random.Next();
    }
}
