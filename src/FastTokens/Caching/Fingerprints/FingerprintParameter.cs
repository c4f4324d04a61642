namespace FastTokens.Caching;

/// <summary>A parameter of a request, as a fingerprint keeps it.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Hash">A hash of its value as JSON.</param>
public readonly record struct FingerprintParameter(string Name, UInt128 Hash);
