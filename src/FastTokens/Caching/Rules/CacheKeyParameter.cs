namespace FastTokens.Caching;

/// <summary>A parameter that is part of a cache's key.</summary>
/// <param name="Name">The member of the request.</param>
/// <param name="Section">The first section that is no longer read when it changes.</param>
public readonly record struct CacheKeyParameter(string Name, PromptSection Section);
