using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>A line of a log.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Root">What stands on it.</param>
internal readonly record struct LogLine(int Number, JsonElement Root);
