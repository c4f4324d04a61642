using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FastTokens.Caching;

/// <summary>
/// A session of an agent whose system prompt begins with a header: what a header that changes every turn costs. All figures follow from the assumptions here
/// and the rules of the provider.
/// </summary>
/// <remarks>
/// The prompts are made of segments with stated numbers of tokens: tools, the header, the rest of the system prompt, and a question, an answer and a tool result
/// that every turn adds. A breakpoint stands at the end of the system prompt and of the conversation.
/// </remarks>
public sealed record HeaderScenario
{
    /// <summary>Gets the rules of the provider.</summary>
    public required CacheRules Rules { get; init; }

    /// <summary>Gets the number of turns.</summary>
    public int Turns { get; init; } = 20;

    /// <summary>Gets the tokens of the tools. 0 for gateways that cache on system and messages alone, or put the tools behind the system prompt.</summary>
    public int ToolTokens { get; init; }

    /// <summary>Gets the tokens of the header.</summary>
    public int HeaderTokens { get; init; } = 30;

    /// <summary>Gets the tokens of the system prompt behind the header.</summary>
    public int SystemTokens { get; init; } = 25_000;

    /// <summary>Gets the tokens that each turn adds to the conversation.</summary>
    public int TurnTokens { get; init; } = 2_000;

    /// <summary>Gets the output tokens of each turn: mostly reasoning, which is not sent again; the rest is part of what a turn adds.</summary>
    public int OutputTokens { get; init; } = 3_000;

    /// <summary>Gets the time between turns.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the lifetime that breakpoints ask for, in seconds, or 0 for the provider's default.</summary>
    public int LifetimeSeconds { get; init; }

    /// <summary>Gets whether a breakpoint stands at the end of the tools.</summary>
    public bool MarksTools { get; init; }

    /// <summary>Runs the session.</summary>
    /// <param name="header">What stands at the start of the system prompt.</param>
    public HeaderScenarioResult Run(HeaderKind header)
    {
        CacheSimulator simulator = new(Rules);
        PromptFingerprint prompt = new();
        CacheUsage[] usages = new CacheUsage[Turns];
        for (int turn = 0; turn < Turns; turn++)
        {
            BuildPrompt(prompt, header, turn);
            usages[turn] = simulator.Send(prompt, DateTimeOffset.UnixEpoch + (turn * Interval), OutputTokens);
        }

        return new HeaderScenarioResult(header, simulator.Metrics, usages);
    }

    private void BuildPrompt(PromptFingerprint prompt, HeaderKind header, int turn)
    {
        CacheBreakpoint breakpoint = new(true, LifetimeSeconds);
        prompt.Begin();
        if (ToolTokens > 0)
        {
            prompt.Add(Segment(PromptSegmentKind.Tool, PromptSection.Tools, "tools", "tools"u8, MarksTools ? breakpoint : default), ToolTokens);
        }

        if (header != HeaderKind.None)
        {
            Span<byte> text = stackalloc byte[64];
            Encoding.UTF8.TryGetBytes(
                string.Create(CultureInfo.InvariantCulture, $"x-anthropic-billing-header: cch={(header == HeaderKind.Changing ? turn : 0):x5};"), text, out int length);
            prompt.Add(Segment(PromptSegmentKind.SystemText, PromptSection.System, "system", text[..length], default), HeaderTokens);
        }

        prompt.Add(Segment(PromptSegmentKind.SystemText, PromptSection.System, "system", "system"u8, breakpoint), SystemTokens);
        Span<byte> number = stackalloc byte[sizeof(int)];
        for (int message = 0; message <= turn; message++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, message);
            prompt.Add(Segment(PromptSegmentKind.UserText, PromptSection.Messages, "messages", number, message == turn ? breakpoint : default), TurnTokens);
        }

        prompt.Complete();
    }

    private static PromptSegment Segment(PromptSegmentKind kind, PromptSection section, string root, ReadOnlySpan<byte> content, CacheBreakpoint breakpoint) =>
        new() { Kind = kind, Section = section, Path = new PromptPath(root), Content = content, Breakpoint = breakpoint };
}
