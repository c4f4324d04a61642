using System.Text.Json;

namespace FastTokens.Tests.Cli;

/// <summary>What a run of the command line left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    /// <summary>Returns the last column of the plain table, without the header and the total.</summary>
    public string[] Paths => [.. OutputLines.Skip(1).Select(line => line.Split(' ')[^1]).Where(path => path != "total")];

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public IReadOnlyList<JsonElement> JsonLines => [.. OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
