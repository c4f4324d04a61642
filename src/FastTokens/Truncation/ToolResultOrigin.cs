namespace FastTokens;

/// <summary>Where the decision on a tool result comes from.</summary>
public enum ToolResultOrigin
{
    /// <summary>It was cut in an earlier request and is cut the same way again.</summary>
    Repeated,

    /// <summary>It was shown whole in an earlier request and is left as it is.</summary>
    Left,

    /// <summary>It is new, or its text has changed, and was decided on now.</summary>
    Decided,
}
