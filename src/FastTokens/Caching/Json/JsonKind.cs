namespace FastTokens.Caching;

/// <summary>What a JSON value is, by its first byte.</summary>
internal enum JsonKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
