using System.Globalization;

namespace FastTokens.Caching;

/// <summary>
/// Tells the conversations of a capture apart: side requests (titles, searches, compactions, subagents) stand between those of the main one.
/// </summary>
/// <remarks>
/// Requests that begin with the same first message are one conversation. Where only tools and system are the same, it is the next part of one whose
/// first message never comes again (it was compacted), and else another conversation: side requests of one turn, such as searches, share their system prompt.
/// </remarks>
internal sealed class ThreadFinder
{
    private readonly List<Conversation> _conversations = [];
    private readonly Dictionary<(string Session, string Model, UInt128 First), int> _remaining = [];

    /// <summary>Counts a request that will come: all are announced before the first is looked up.</summary>
    public void Announce(string session, string model, PromptFingerprint prompt)
    {
        (string, string, UInt128) key = (session, model, FirstMessage(prompt));
        _remaining[key] = _remaining.GetValueOrDefault(key) + 1;
    }

    /// <summary>Returns the name of the conversation that a request belongs to.</summary>
    public string Find(string session, string model, PromptFingerprint prompt)
    {
        UInt128 first = FirstMessage(prompt);
        UInt128 system = SystemChain(prompt);
        _remaining[(session, model, first)]--;
        Conversation? found = null;
        foreach (Conversation candidate in _conversations)
        {
            if (candidate.Session != session || candidate.Model != model)
            {
                continue;
            }

            bool isSame = candidate.First == first && (candidate.System == system || found is null);
            bool isContinued = found is null && candidate.Turns > 1 && candidate.System == system && prompt.IndexOf(PromptSection.Messages) > 0
                && _remaining.GetValueOrDefault((session, model, candidate.First)) == 0;
            if (isSame || isContinued)
            {
                found = candidate;
            }
        }

        if (found is null)
        {
            int number = 1;
            foreach (Conversation candidate in _conversations)
            {
                number += candidate.Session == session ? 1 : 0;
            }

            string name = session.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"#{number}") : number == 1 ? session : string.Create(CultureInfo.InvariantCulture, $"{session} #{number}");
            found = new Conversation(session, model, name);
            _conversations.Add(found);
        }

        (found.First, found.System) = (first, system);
        found.Turns++;
        return found.Name;
    }

    // What stands first in the conversation itself: behind the system messages of the chat format.
    private static UInt128 FirstMessage(PromptFingerprint prompt)
    {
        for (int index = prompt.IndexOf(PromptSection.Messages); index < prompt.Count; index++)
        {
            if (prompt.Segments[index].Kind != PromptSegmentKind.SystemText)
            {
                return prompt.Segments[index].LocalHash;
            }
        }

        return default;
    }

    private static UInt128 SystemChain(PromptFingerprint prompt)
    {
        UInt128 chain = prompt.Root;
        foreach (ref readonly FingerprintSegment segment in prompt.Segments)
        {
            if (segment.Section == PromptSection.Messages && segment.Kind != PromptSegmentKind.SystemText)
            {
                break;
            }

            chain = segment.Chain;
        }

        return chain;
    }

    private sealed class Conversation(string session, string model, string name)
    {
        public string Session { get; } = session;

        public string Model { get; } = model;

        public string Name { get; } = name;

        public int Turns { get; set; }

        public UInt128 First { get; set; }

        public UInt128 System { get; set; }
    }
}
