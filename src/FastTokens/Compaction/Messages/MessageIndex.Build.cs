using FastTokens.Caching;

namespace FastTokens.Compaction;

// From a fingerprint: its segments say who speaks, what belongs together and how many tokens there are.
public sealed partial class MessageIndex
{
    private ulong[] _nameHashes = [];

    // Whether the last message is an item of reasoning (Responses): what follows it is refused without it.
    private bool _endsWithReasoning;

    /// <summary>Takes the messages of a prompt, in place of what was there. The index of a message is that in the request.</summary>
    /// <param name="prompt">The prompt, built with a counter.</param>
    /// <param name="tools">Whose results may be cleared, or <see langword="null"/> for <see cref="CompactableTools.Default"/>.</param>
    /// <param name="times">When the messages were made, by index; may be shorter.</param>
    public void Build(PromptFingerprint prompt, CompactableTools? tools = null, ReadOnlySpan<DateTimeOffset> times = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        tools ??= CompactableTools.Default;
        if (_nameHashes.Length < tools.Count)
        {
            _nameHashes = new ulong[tools.Count];
        }

        Span<ulong> names = _nameHashes.AsSpan(0, tools.Count);
        tools.HashNames(prompt, names);
        ReadOnlySpan<FingerprintSegment> segments = prompt.Segments;
        int start = prompt.IndexOf(PromptSection.Messages);
        _endsWithReasoning = false;
        Clear(start < segments.Length ? segments[start].TokensBefore : prompt.TokenCount);
        while (start < segments.Length)
        {
            int end = start + 1;
            while (end < segments.Length && !IsNext(segments[start], segments[end]))
            {
                end++;
            }

            Add(segments[start..end], names, times);
            start = end;
        }
    }

    private static bool IsNext(in FingerprintSegment first, in FingerprintSegment segment) =>
        segment.Path.Index >= 0 ? segment.Path.Index != first.Path.Index : segment.IsMessageStart;

    private void Add(ReadOnlySpan<FingerprintSegment> message, ReadOnlySpan<ulong> names, ReadOnlySpan<DateTimeOffset> times)
    {
        // A message without content has no segment, and keeps its place all the same.
        while (Count < message[0].Path.Index)
        {
            AddMessage(MessageRole.Other, 0, TimeAt(times));
        }

        long tokens = 0;
        foreach (ref readonly FingerprintSegment segment in message)
        {
            tokens += segment.Tokens;
        }

        AddMessage(RoleOf(message), tokens, TimeAt(times));
        if (_endsWithReasoning)
        {
            ForbidCutBeforeLast();
        }

        _endsWithReasoning = message[^1] is { Kind: PromptSegmentKind.Thinking, Path.Member: null };
        long ofResult = 0;
        foreach (ref readonly FingerprintSegment segment in message)
        {
            if (segment.Kind == PromptSegmentKind.ToolUse && segment.IdHash != 0)
            {
                AddToolCall(segment.IdHash, names.Contains(segment.NameHash), segment.Tokens);
            }
            else if (IsOfResult(segment))
            {
                ofResult += segment.Tokens;
                if (segment.IsBlockEnd)
                {
                    AddToolResult(segment.IdHash, ofResult);
                    ofResult = 0;
                }
            }
        }
    }

    // Parts of a result that are no text say by their place that they are of one.
    private static bool IsOfResult(in FingerprintSegment segment) =>
        segment.IdHash != 0 && (segment.Kind == PromptSegmentKind.ToolResult || segment.Path.Leaf == "content" || segment.Path.Member == "output");

    private static MessageRole RoleOf(ReadOnlySpan<FingerprintSegment> message)
    {
        MessageRole role = MessageRole.Other;
        foreach (ref readonly FingerprintSegment segment in message)
        {
            switch (segment.Kind)
            {
                case PromptSegmentKind.AssistantText or PromptSegmentKind.ToolUse or PromptSegmentKind.Thinking:
                    return MessageRole.Assistant;
                case PromptSegmentKind.SystemText:
                    return MessageRole.System;
                case PromptSegmentKind.UserText:
                    return MessageRole.User;
                case PromptSegmentKind.ToolResult:
                    role = MessageRole.Tool;
                    break;
                case PromptSegmentKind.Image or PromptSegmentKind.Document when !IsOfResult(segment):
                    return MessageRole.User;
                case PromptSegmentKind.Image or PromptSegmentKind.Document:
                    role = MessageRole.Tool;
                    break;
            }
        }

        return role;
    }

    private DateTimeOffset? TimeAt(ReadOnlySpan<DateTimeOffset> times) => Count < times.Length ? times[Count] : null;
}
