namespace FastTokens.Caching;

/// <summary>What kind of log was replayed.</summary>
public enum ReplayFormat
{
    /// <summary>A line a call, with the body of the request and the usage of the response.</summary>
    Captures,

    /// <summary>A line an event of a coding agent, with usage but without bodies.</summary>
    Transcript,

    /// <summary>Hashes of blocks of tokens, without usage: what is read is simulated.</summary>
    BlockTrace,

    /// <summary>One history to which every call appended, with the usage of each.</summary>
    Trajectory,
}
