using System.Text;
using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>The tools whose old results may be cleared: what they gave can be had again. Names are compared exactly. Immutable.</summary>
public sealed class CompactableTools
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly byte[][] _utf8Names;

    /// <summary>Makes a set of tools.</summary>
    public CompactableTools(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        HashSet<string> set = new(names, StringComparer.Ordinal);
        _names = set.GetAlternateLookup<ReadOnlySpan<char>>();
        _utf8Names = new byte[set.Count][];
        int index = 0;
        foreach (string name in set)
        {
            _utf8Names[index++] = Encoding.UTF8.GetBytes(name);
        }
    }

    /// <summary>Gets the defaults, in the spellings of common agents: reading, writing and editing files, shells, grep, glob, web search, web fetch.</summary>
    public static CompactableTools Default { get; } = new(
    [
        "Read", "read", "read_file", "view", "Bash", "bash", "shell", "run_shell_command", "PowerShell", "powershell", "Grep", "grep", "Glob", "glob",
        "WebSearch", "web_search", "WebFetch", "web_fetch", "fetch", "Edit", "edit", "edit_file", "MultiEdit", "multiedit", "Write", "write", "write_file",
    ]);

    /// <summary>Returns whether results of a tool may be cleared.</summary>
    public bool Contains(ReadOnlySpan<char> name) => _names.Contains(name);

    /// <summary>Gets the number of tools.</summary>
    public int Count => _utf8Names.Length;

    /// <summary>Writes the hashes that a fingerprint has for the names.</summary>
    internal void HashNames(PromptFingerprint prompt, Span<ulong> hashes)
    {
        for (int index = 0; index < _utf8Names.Length; index++)
        {
            hashes[index] = prompt.HashName(_utf8Names[index]);
        }
    }
}
