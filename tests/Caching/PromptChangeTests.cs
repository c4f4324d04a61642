using System.Text;
using System.Text.Json.Nodes;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

/// <summary>Known edits of requests are found with path, byte and kind.</summary>
public class PromptChangeTests
{
    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");

    private static readonly Dictionary<string, (PromptChangeKind Kind, Func<JsonObject, Random, string> Edit)> Edits = new()
    {
        ["nothing"] = (PromptChangeKind.Identical, static (_, _) => ""),
        ["append"] = (PromptChangeKind.Appended, static (request, random) =>
        {
            JsonArray messages = request["messages"]!.AsArray();
            int count = messages.Count;
            SampleRequests.AppendTurn(messages, random, 77);
            SampleRequests.MarkLast(request);
            return $"messages[{count}].content[0]";
        }
        ),
        ["truncate"] = (PromptChangeKind.Truncated, static (request, _) =>
        {
            JsonArray messages = request["messages"]!.AsArray();
            messages.RemoveAt(messages.Count - 1);
            return $"messages[{messages.Count}].content[0]";
        }
        ),
        ["tool description"] = (PromptChangeKind.Mutated, static (request, random) =>
        {
            int index = random.Next(request["tools"]!.AsArray().Count);
            MutateText(request["tools"]![index]!, "description", random);
            return $"tools[{index}]";
        }
        ),
        ["system text"] = (PromptChangeKind.Mutated, static (request, random) =>
        {
            MutateText(request["system"]![1]!, "text", random);
            return "system[1]";
        }
        ),
        ["message text"] = (PromptChangeKind.Mutated, static (request, random) =>
        {
            int index = 4 * random.Next(request["messages"]!.AsArray().Count / 4);
            MutateText(request["messages"]![index]!["content"]![0]!, "text", random);
            return $"messages[{index}].content[0]";
        }
        ),
        ["tool result"] = (PromptChangeKind.Mutated, static (request, random) =>
        {
            MutateText(request["messages"]![2]!["content"]![0]!, "content", random);
            return "messages[2].content[0]";
        }
        ),
        ["tool input"] = (PromptChangeKind.Mutated, static (request, _) =>
        {
            request["messages"]![1]!["content"]![1]!["input"]!["path"] = "other";
            return "messages[1].content[1]";
        }
        ),
        ["tool id"] = (PromptChangeKind.Mutated, static (request, _) =>
        {
            request["messages"]![1]!["content"]![1]!["id"] = "elsewhere";
            return "messages[1].content[1]";
        }
        ),
        ["insert tool"] = (PromptChangeKind.Inserted, static (request, random) =>
        {
            JsonArray tools = request["tools"]!.AsArray();
            int index = random.Next(tools.Count + 1);
            tools.Insert(index, new JsonObject { ["name"] = "new", ["description"] = SampleRequests.Text(random, 20) });
            return index == tools.Count - 1 ? $"tools[{index}]" : $"tools[{index}]";
        }
        ),
        ["insert message"] = (PromptChangeKind.Inserted, static (request, random) =>
        {
            JsonArray messages = request["messages"]!.AsArray();
            int index = random.Next(messages.Count - 1);
            messages.Insert(index, new JsonObject { ["role"] = "user", ["content"] = new JsonArray { SampleRequests.TextBlock(SampleRequests.Text(random, 25)) } });
            return $"messages[{index}].content[0]";
        }
        ),
        ["delete tool"] = (PromptChangeKind.Deleted, static (request, random) =>
        {
            JsonArray tools = request["tools"]!.AsArray();
            int index = random.Next(tools.Count - 1);
            tools.RemoveAt(index);
            return $"tools[{index}]";
        }
        ),
        ["delete message"] = (PromptChangeKind.Deleted, static (request, _) =>
        {
            request["messages"]!.AsArray().RemoveAt(4);
            return "messages[4].content[0]";
        }
        ),
        ["swap tools"] = (PromptChangeKind.Reordered, static (request, random) =>
        {
            JsonArray tools = request["tools"]!.AsArray();
            int index = random.Next(tools.Count - 1);
            JsonNode tool = tools[index]!;
            tools.RemoveAt(index);
            tools.Insert(index + 1, tool);
            return $"tools[{index}]";
        }
        ),
        ["reverse tools"] = (PromptChangeKind.Reordered, static (request, _) =>
        {
            JsonArray tools = request["tools"]!.AsArray();
            JsonNode[] reversed = [.. tools.Reverse().Select(static tool => tool!.DeepClone())];
            tools.Clear();
            Array.ForEach(reversed, tools.Add);
            return "tools[0]";
        }
        ),
        ["move tool"] = (PromptChangeKind.Moved, static (request, random) =>
        {
            JsonArray tools = request["tools"]!.AsArray();
            int index = random.Next(tools.Count - 2);
            JsonNode tool = tools[index]!;
            tools.RemoveAt(index);
            tools.Add(tool);
            return $"tools[{index}]";
        }
        ),
        ["move system text into a message"] = (PromptChangeKind.Moved, static (request, _) =>
        {
            JsonArray system = request["system"]!.AsArray();
            string text = system[0]!["text"]!.GetValue<string>();
            system.RemoveAt(0);
            request["messages"]!.AsArray().Insert(0, new JsonObject { ["role"] = "user", ["content"] = text });
            return "system[0]";
        }
        ),
        ["key order of a schema"] = (PromptChangeKind.KeyOrder, static (request, random) =>
        {
            int index = random.Next(request["tools"]!.AsArray().Count);
            Reverse(request["tools"]![index]!["input_schema"]!.AsObject());
            return $"tools[{index}]";
        }
        ),
        ["key order of an input"] = (PromptChangeKind.KeyOrder, static (request, _) =>
        {
            Reverse(request["messages"]![5]!["content"]![1]!["input"]!.AsObject());
            return "messages[5].content[1]";
        }
        ),
        ["marker moved"] = (PromptChangeKind.Marker, static (request, _) =>
        {
            request["system"]![1]!.AsObject().Remove("cache_control");
            return "system[1]";
        }
        ),
        ["lifetime of a marker"] = (PromptChangeKind.Marker, static (request, _) =>
        {
            request["system"]![1]!["cache_control"]!["ttl"] = "1h";
            return "system[1]";
        }
        ),
        ["model"] = (PromptChangeKind.Parameter, static (request, _) =>
        {
            request["model"] = "claude-opus-4-5";
            return "model";
        }
        ),
        ["tool choice"] = (PromptChangeKind.Parameter, static (request, _) =>
        {
            request["tool_choice"] = new JsonObject { ["type"] = "any" };
            return "tool_choice";
        }
        ),
        ["a parameter beside the key"] = (PromptChangeKind.Identical, static (request, _) =>
        {
            request["max_tokens"] = 2;
            return "";
        }
        ),
    };

    public static TheoryData<string> EditNames => [.. Edits.Keys];

    [Theory]
    [MemberData(nameof(EditNames))]
    public void An_edit_is_found(string name)
    {
        (PromptChangeKind kind, Func<JsonObject, Random, string> edit) = Edits[name];
        for (int seed = 0; seed < 50; seed++)
        {
            JsonObject request = SampleRequests.Create(seed, tools: 4 + (seed % 5), turns: 2 + (seed % 4));
            byte[] before = SampleRequests.Bytes(request);
            string path = edit(request, new Random(seed));
            byte[] after = SampleRequests.Bytes(request);
            PromptChange change = Classify(before, after);
            Assert.Equal((kind, path), (change.Kind, change.Path.ToString()));
            if (kind == PromptChangeKind.Mutated)
            {
                int raw = before.AsSpan().CommonPrefixLength(after);
                Assert.Equal((raw, raw), (change.PreviousOffset, change.CurrentOffset));
            }
            else if (kind == PromptChangeKind.Appended)
            {
                Assert.Equal(0, change.Divergence.TokensLost);
            }
        }
    }

    [Theory]
    [InlineData("Today is 2026-11-19.", "Today is 2026-11-20.")]
    [InlineData("Started at 09:59:59 on Thursday, Nov 19", "Started at 10:00:00 on Friday, Nov 20")]
    [InlineData("session 7f3c2a90-5e1d-4f6b-8a7c-1d2e3f405162", "session 00000000-1111-4f6b-9a7c-ffffffffffff")]
    [InlineData("x-anthropic-billing-header: cc_version=2.1.37.0d9; cc_entrypoint=cli; cch=fa690;", "x-anthropic-billing-header: cc_version=2.1.37.1a7; cc_entrypoint=cli; cch=fa790;")]
    [InlineData("request req_01AbCdEf42 of many", "request req_99ZyXwVu17 of many")]
    [InlineData("You have 5 messages", "You have 12 messages")]
    public void What_only_changes_with_time_is_volatile(string before, string after)
    {
        PromptChange change = Classify(WithSystem(before), WithSystem(after));
        Assert.Equal((PromptChangeKind.Volatile, "system[0]"), (change.Kind, change.Path.ToString()));
        Assert.Equal(WithSystem(before).AsSpan().CommonPrefixLength(WithSystem(after)), change.CurrentOffset);
    }

    [Theory]
    [InlineData("You are brief", "You are verbose")]
    [InlineData("On 2026-11-19 be brief", "On 2026-11-20 be verbose")]
    [InlineData("a b", "a,b")]
    [InlineData("word", "words")]
    public void Other_words_are_not(string before, string after) =>
        Assert.Equal(PromptChangeKind.Mutated, Classify(WithSystem(before), WithSystem(after)).Kind);

    [Fact]
    public void Bytes_are_those_of_the_body_behind_escapes_and_white_space()
    {
        byte[] before = Encoding.UTF8.GetBytes("""{"model":"m","tools":[ {"cache_control" : {"type":"ephemeral"}, "name" : "a\u00e9\n" , "description":"same \ud83d\ude00 then x"} ],"messages":[]}""");
        byte[] after = Encoding.UTF8.GetBytes("""{"model":"m","tools":[ {"cache_control" : {"type":"ephemeral"}, "name" : "a\u00e9\n" , "description":"same \ud83d\ude00 then y"} ],"messages":[]}""");
        PromptChange change = Classify(before, after);
        Assert.Equal((byte)'x', before[change.PreviousOffset]);
        Assert.Equal((byte)'y', after[change.CurrentOffset]);
    }

    [Fact]
    public void The_cost_of_a_change_is_what_lies_behind_it()
    {
        JsonObject request = SampleRequests.Create(11, turns: 6);
        PromptFingerprint before = SampleRequests.Fingerprint(request);
        MutateText(request["tools"]![2]!, "description", new Random(1));
        PromptDivergence divergence = PromptDivergence.Find(before, SampleRequests.Fingerprint(request));
        Assert.Equal(before.Segments[2].TokensBefore, divergence.TokensBefore);
        Assert.Equal(before.TokenCount - before.Segments[2].TokensBefore, divergence.TokensLost);
    }

    private static byte[] WithSystem(string text) => SampleRequests.Bytes(new JsonObject
    {
        ["model"] = "m",
        ["system"] = new JsonArray { SampleRequests.TextBlock(text) },
        ["messages"] = new JsonArray { new JsonObject { ["role"] = "user", ["content"] = "hello" } },
    });

    private static PromptChange Classify(byte[] before, byte[] after) =>
        PromptDivergence.Classify(SampleRequests.Fingerprint(before), before, SampleRequests.Fingerprint(after), after, Rules);

    // One letter becomes another one, in the middle of a word or not.
    private static void MutateText(JsonNode node, string member, Random random)
    {
        char[] text = node[member]!.GetValue<string>().ToCharArray();
        int index;
        do
        {
            index = random.Next(text.Length);
        }
        while (!char.IsAsciiLetterLower(text[index]));
        text[index] = text[index] == 'z' ? 'y' : 'z';
        node[member] = new string(text);
    }

    private static void Reverse(JsonObject value)
    {
        KeyValuePair<string, JsonNode?>[] members = [.. value.Reverse()];
        value.Clear();
        foreach ((string name, JsonNode? member) in members)
        {
            value.Add(name, member);
        }
    }
}
