namespace FastTokens.Fuzz;

/// <summary>Bodies and pieces of them, for the targets that read requests.</summary>
internal static class PromptSeeds
{
    public static IReadOnlyList<string> Bodies { get; } =
    [
        """{"model":"claude-x","tools":[{"name":"t","input_schema":{"type":"object"}}],"system":[{"type":"text","text":"s\n","cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[{"role":"user","content":[{"type":"text","text":"\u00e9\ud83d\ude00"}]},{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"t","input":{"a":[1,2.5e3,null]}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"r"},{"type":"image","source":{}}]}]}]}""",
        """{"model":"gpt-5","messages":[{"role":"system","content":"s"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}],"tools":[{"type":"function","function":{"name":"f"}}]}""",
        """{"model":"gpt-5","instructions":"i","input":[{"role":"user","content":[{"type":"input_text","text":"x"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"y"}]}],"previous_response_id":"r"}""",
        """{"messages":[{"content":[],"role":"user"},{"role":"user"}],"system":null}""",
    ];

    public static IReadOnlyList<string> Sequences { get; } =
    [
        "\"type\"", "\"text\"", "\"content\"", "\"role\"", "\"user\"", "\"assistant\"", "\"tool_result\"", "\"tool_use\"", "\"image\"", "\"input\"", "\"cache_control\"", "\"ttl\"",
        "\"tool_calls\"", "\"function\"", "\"arguments\"", "\"messages\"", "\"system\"", "\"tools\"", "\"citations\"", "\"id\"", "\"name\"", "\"output\"", "\\uD800", "\\uDC00", "\\n", "\\\"", "\\\\", "\"",
        "{", "}", "[", "]", ":", ",", "null", "true", "-0", "1e9", "0.5", "\"2026-11-20T08:33:07Z\"",
    ];
}
