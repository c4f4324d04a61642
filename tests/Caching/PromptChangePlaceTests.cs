using System.Text;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

/// <summary>The bytes of both bodies that a change is reported at, however the bodies are written, and what a difference of one segment is.</summary>
public class PromptChangePlaceTests
{
    private const string Tools = """ "tools":[{"name":"t","description":"d"}], """;

    // The letters that differ stand behind as many bytes of other spelling: escapes, white space, markers.
    [Theory]
    [InlineData("""{"name":"t","description":"same X"}""", """{"name":"t","description":"same Y"}""")]
    [InlineData("""{ "name" : "t" , "description" : "same X" }""", """{"name":"t","description":"same Y"}""")]
    [InlineData("""{"cache_control":{"type":"ephemeral"},"name":"t","description":"X"}""", """{"name":"t","description":"Y"}""")]
    [InlineData("""{ "cache_control" : {"type":"ephemeral"} , "name":"t","description":"X"}""", """{"name":"t","description":"Y","cache_control":{"type":"ephemeral"}}""")]
    [InlineData("""{"name":"t", "cache_control":{"type":"ephemeral"},"description":"X"}""", """{"name":"t","description":"Y" , "cache_control":{"type":"ephemeral"}}""")]
    [InlineData("""{"name":"t","prompt_cache_breakpoint":{"type":"ephemeral"},"description":"X"}""", """{"name":"t","description":"Y"}""")]
    [InlineData("""{"name":"t","description":"\u00e9\n\"[{\\ X"}""", """{"name":"t","description":"é\u000a\u0022[{\u005c Y"}""")]
    [InlineData("""{"name":"t","description":"😀 X"}""", """{"name":"t","description":"\ud83d\ude00 Y"}""")]
    [InlineData("""{"name":"t","input_schema":{"a":[ 1, 2, "X"]}}""", """{"name":"t","input_schema":{"a":[1,2,"Y"]}}""")]
    public void Of_a_value_that_is_kept_as_json(string before, string after)
    {
        AssertLetters($$"""{"model":"m", "tools":[{{before}}],"messages":[]}""", $$"""{"model":"m","tools": [ {{after}} ],"messages":[]}""", "tools[0]");
        // As a block that the reader does not know.
        string left = before.Replace("\"name\"", "\"type\"", StringComparison.Ordinal);
        string right = after.Replace("\"name\"", "\"type\"", StringComparison.Ordinal);
        AssertLetters(
            $$"""{"model":"m",{{Tools}}"messages":[{"role":"user","content":[{{left}}]}]}""",
            $$"""{"model":"m",{{Tools}}"messages":[{"content":[{{right}}], "role":"user"}]}""",
            "messages[0].content[0]");
    }

    [Theory]
    [InlineData(""" "same X" """, """ "same Y" """)]
    [InlineData(""" "\u00e9\n\"[{\\ X and" """, """ "é\u000a\u0022[{\u005c Y or" """)]
    [InlineData(""" "X" """, """ "Y" """)]
    [InlineData(""" [ { "type":"text" , "text" : "\tX" } ] """, """ [{"text":"\u0009Y","type":"text"}] """)]
    public void Of_a_text(string before, string after) => AssertLetters(
        $$"""{"model":"m",{{Tools}}"messages":[{"role":"user","content":{{before}}}]}""",
        $$"""{"model":"m","messages":[{"role":"user","content":{{after}}}],{{Tools}} "stream":true}""",
        before.Contains('[', StringComparison.Ordinal) && before.Contains("text", StringComparison.Ordinal) ? "messages[0].content[0]" : "messages[0].content");

    [Fact]
    public void Of_a_text_that_ends_sooner()
    {
        byte[] before = Body("""{"role":"user","content":"\u0073ame and more"}""");
        byte[] after = Body("""{"role":"user","content":"same"}""");
        PromptChange change = Classify(before, after);
        Assert.Equal((PromptChangeKind.Mutated, 4), (change.Kind, change.ContentOffset));
        Assert.Equal(((byte)' ', (byte)'"'), (before[change.PreviousOffset], after[change.CurrentOffset]));
    }

    [Fact]
    public void Of_a_text_that_is_empty()
    {
        byte[] before = Body("""{"role":"user","content":""}""");
        byte[] after = Body("""{"role":"user","content":"some"}""");
        PromptChange change = Classify(before, after);
        Assert.Equal((PromptChangeKind.Mutated, 0, 0L), (change.Kind, change.ContentOffset, change.Divergence.TokensBefore));
        Assert.Equal(((byte)'"', (byte)'s'), (before[change.PreviousOffset], after[change.CurrentOffset]));
        Assert.Equal(0, Classify(after, before).Divergence.TokensBefore);
    }

    // No text and no object.
    [Theory]
    [InlineData("1006", "1007", PromptChangeKind.Volatile, 3)]
    [InlineData("false", "true", PromptChangeKind.Mutated, 0)]
    [InlineData("[1,\"a\"]", "[1,\"b\"]", PromptChangeKind.Mutated, 4)]
    public void Of_a_value_of_another_kind(string before, string after, PromptChangeKind kind, int offset)
    {
        byte[] left = Body(Call(before));
        byte[] right = Body(Call(after));
        PromptChange change = Classify(left, right);
        Assert.Equal((kind, offset), (change.Kind, change.ContentOffset));
        Assert.Equal((left.AsSpan().CommonPrefixLength(right), left.AsSpan().CommonPrefixLength(right)), (change.PreviousOffset, change.CurrentOffset));

        static string Call(string input) => $$"""{"role":"assistant","content":[{"type":"tool_use","id":"i","name":"n","input":{{input}}}]}""";
    }

    // The content is the same: the id, the name or an unknown member differs.
    [Theory]
    [InlineData("""{"type":"tool_use","id":"X","name":"n","input":{"a":"}"}}""")]
    [InlineData("""{"type":"tool_use","input":{"a":["\"]{"]},"id":"same","name":"X"}""")]
    [InlineData("""{"type":"tool_use","id":"same","other":[{"b":["X"]}],"name":"n","input":{}}""")]
    [InlineData("""{"id":"X","name":"}{[","type":"tool_use","input":{}}""")]
    [InlineData("""{"id":"X","other":{"b":[1]},"type":"tool_use","name":"n","input":{}}""")]
    [InlineData("""{"type":"text","text":"same","citations":[1,{"c":"X"}]}""")]
    public void Of_what_stands_beside_the_content(string block)
    {
        byte[] before = Body($$"""{"role":"user","content":"one \" { two"},{"role":"assistant","content":[{{block}}]}""");
        byte[] after = Body($$"""{"content":"one \u0022 { two","role":"user"},{"content":[{{block.Replace("X", "Y", StringComparison.Ordinal)}}],"role":"assistant"}""");
        PromptChange change = Classify(before, after);
        Assert.Equal((PromptChangeKind.Mutated, "messages[1].content[0]"), (change.Kind, change.Path.ToString()));
        Assert.Equal(((byte)'X', (byte)'Y'), (before[change.PreviousOffset], after[change.CurrentOffset]));
    }

    [Fact]
    public void Of_segments_that_were_added_or_taken_away()
    {
        const string One = """{"role":"user","content":"one"}""";
        const string Two = """{"role":"assistant","content":"two"}""";
        const string Three = """{"role":"user","content":"three"}""";
        Assert.Equal((PromptChangeKind.Appended, "", "\"two\"", 0), Places(Body(One), Body($"{One},{Two},{Three}")));
        Assert.Equal((PromptChangeKind.Truncated, "\"two\"", "", 0), Places(Body($"{One},{Two},{Three}"), Body(One)));
        Assert.Equal((PromptChangeKind.Inserted, "\"three\"", "\"two\"", 0), Places(Body($"{One},{Three}"), Body($"{One},{Two},{Three}")));
        Assert.Equal((PromptChangeKind.Deleted, "\"two\"", "\"three\"", 0), Places(Body($"{One},{Two},{Three}"), Body($"{One},{Three}")));
        Assert.Equal((PromptChangeKind.Identical, "", "", 0), Places(Body(One), Body(One)));
        const string Marked = """{"role":"assistant","content":[{"type":"text","text":"two","cache_control":{"type":"ephemeral"}}]}""";
        Assert.Equal((PromptChangeKind.Marker, "\"two\"", "\"two\"", 0), Places(Body($"{One},{Two},{Three}"), Body($"{One},{Marked},{Three}")));
        Assert.Equal((PromptChangeKind.Marker, "\"two\"", "\"two\"", 0), Places(Body($"{One},{Marked}"), Body($"{One},{Two}")));
    }

    [Theory]
    [InlineData(""" "key": 7, """, """ "key":8,""", "7", "8")]
    [InlineData(""" "other":{"key":1}, "key": [7],""", "", "[7]", "")]
    [InlineData("", """ "keys":1, "key" : {"a":8}, """, "", "{\"a\":8}")]
    public void Of_a_parameter(string before, string after, string left, string right)
    {
        const string Same = """{"role":"assistant","content":"one"},""";
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5") with { KeyParameters = [new("key", PromptSection.System)] };
        Assert.Equal(
            (PromptChangeKind.Parameter, left, right, 0),
            Places(Body(Same + """{"role":"user","content":"two"}""", before), Body(Same + """{"role":"user","content":"three"}""", after), rules, left.Length, right.Length));
    }

    [Fact]
    public void Of_a_parameter_with_a_long_name()
    {
        string name = new('é', 200);
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5") with { KeyParameters = [new(name, PromptSection.Tools)] };
        Assert.Equal((PromptChangeKind.Parameter, "6", "7", 0), Places(Body("", $"\"{name}\":6,"), Body("", $"\"{name}\": 7,"), rules, 1, 1));
    }

    [Fact]
    public void Of_another_model()
    {
        byte[] before = Body("");
        byte[] after = Encoding.UTF8.GetBytes("""{ "messages":[], "model":"n"}""");
        Assert.Equal((PromptChangeKind.Parameter, "\"m\"", "\"n\"", 0), Places(before, after));
        // The salt stands in no body.
        PromptFingerprint salted = SampleRequests.Fingerprint(before, SampleRequests.Options with { Salt = new byte[] { 1 } });
        PromptChange change = PromptDivergence.Classify(SampleRequests.Fingerprint(before), before, salted, before);
        Assert.Equal((PromptChangeKind.Parameter, "salt", -1, -1), (change.Kind, change.Path.ToString(), change.PreviousOffset, change.CurrentOffset));
    }

    // As the text of a message: what a text is, nobody says.
    [Theory]
    [InlineData("""{"a":1,"b":["x","y"]}""", """{"b":["x","y"],"a":1}""", PromptChangeKind.KeyOrder)]
    [InlineData("""[{"a":"x","b":"y"}]""", """[{"b":"y","a":"x"}]""", PromptChangeKind.KeyOrder)]
    [InlineData("""["x","y"]""", """["y","x"]""", PromptChangeKind.Mutated)]
    [InlineData("""{"a":"x"}""", """["a","x"]""", PromptChangeKind.Mutated)]
    [InlineData("{a b}", "{b a}", PromptChangeKind.Mutated)]
    [InlineData("""{"a":1,"b":"x"}""", """{"b":"x","a":1""", PromptChangeKind.Mutated)]
    [InlineData("""{"a":"\ud800x","b":"y"}""", """{"b":"y","a":"\ud800x"}""", PromptChangeKind.Mutated)]
    [InlineData("a {}", "b {}", PromptChangeKind.Mutated)]
    [InlineData("at 5", "at 6", PromptChangeKind.Volatile)]
    public void The_same_value_in_another_order_is_told_from_another_value(string before, string after, PromptChangeKind kind)
    {
        Assert.Equal(kind, Classify(Body(Message("user", before)), Body(Message("user", after))).Kind);
        // As the text of another role it is another segment, whatever its text.
        Assert.Equal(PromptChangeKind.Mutated, Classify(Body(Message("user", before)), Body(Message("assistant", after))).Kind);

        static string Message(string role, string text) => $$"""{"role":"{{role}}","content":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";
    }

    [Fact]
    public void What_was_not_built_from_these_bodies_is_refused()
    {
        byte[] before = Body("""{"role":"user","content":"one"}""");
        byte[] after = Body("""{"role":"user","content":"two"}""");
        PromptFingerprint built = SampleRequests.Fingerprint(before);
        PromptFingerprint added = new();
        added.Begin(SampleRequests.Options with { Model = "m" });
        added.Complete();
        foreach ((PromptFingerprint previous, PromptFingerprint current) in ((PromptFingerprint, PromptFingerprint)[])[(built, added), (added, built), (added, added)])
        {
            Assert.Contains("built from bodies", Assert.Throws<ArgumentException>("previous", () => PromptDivergence.Classify(previous, before, current, before)).Message, StringComparison.Ordinal);
        }

        byte[] other = Encoding.UTF8.GetBytes("""{"messages":[{"role":"user","content":"one"}],"model":"m"}""");
        Assert.Contains(
            "no segment messages[0].content at byte", Assert.Throws<ArgumentException>("body", () => PromptDivergence.Classify(built, other, SampleRequests.Fingerprint(after), after)).Message, StringComparison.Ordinal);
    }

    private static void AssertLetters(string before, string after, string path)
    {
        byte[] left = Encoding.UTF8.GetBytes(before);
        byte[] right = Encoding.UTF8.GetBytes(after);
        PromptChange change = Classify(left, right);
        Assert.Equal((PromptChangeKind.Mutated, path), (change.Kind, change.Path.ToString()));
        Assert.Equal((Array.IndexOf(left, (byte)'X'), Array.IndexOf(right, (byte)'Y')), (change.PreviousOffset, change.CurrentOffset));
    }

    // The values that stand at the places of a change, as far as their length; nothing for a place that a body has not.
    private static (PromptChangeKind Kind, string Previous, string Current, int ContentOffset) Places(
        byte[] before, byte[] after, CacheRules? rules = null, int previousLength = -1, int currentLength = -1)
    {
        PromptChange change = PromptDivergence.Classify(SampleRequests.Fingerprint(before), before, SampleRequests.Fingerprint(after), after, rules);
        return (change.Kind, At(before, change.PreviousOffset, previousLength), At(after, change.CurrentOffset, currentLength), change.ContentOffset);

        static string At(byte[] body, int offset, int length) => offset < 0
            ? ""
            : Encoding.UTF8.GetString(body, offset, length >= 0 ? length : Array.IndexOf(body, (byte)'"', offset + 1) + 1 - offset);
    }

    private static byte[] Body(string messages, string members = "") => Encoding.UTF8.GetBytes($$"""{"model":"m",{{members}}"messages":[{{messages}}]}""");

    private static PromptChange Classify(byte[] before, byte[] after) =>
        PromptDivergence.Classify(SampleRequests.Fingerprint(before), before, SampleRequests.Fingerprint(after), after);
}
