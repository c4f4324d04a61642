using System.Globalization;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary>Reads a file of JSON lines one by one; what cannot be read is a failure that names its line.</summary>
internal static class JsonLinesFile
{
    /// <summary>Reads the lines that are not empty, each with a function that returns what is wrong with it, or null.</summary>
    public static void Read(CliConsole console, string path, List<InputFailure> failures, Func<JsonElement, string?> read)
    {
        try
        {
            int number = 0;
            foreach (string line in File.ReadLines(Path.GetFullPath(path, console.WorkingDirectory)))
            {
                console.CancellationToken.ThrowIfCancellationRequested();
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                if (ReadLine(line, read) is { } fault)
                {
                    failures.Add(new InputFailure(path, string.Create(CultureInfo.InvariantCulture, $"line {number}: {fault}")));
                }
            }
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            failures.Add(InputFailure.FromException(path, exception));
        }
    }

    /// <summary>Returns a member that is a string, or null.</summary>
    public static string? StringOf(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>Returns a member that is a whole number of at least 0, or null.</summary>
    public static long? CountOf(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out long count) && count >= 0 ? count : null;

    private static string? ReadLine(string line, Func<JsonElement, string?> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : "it is no JSON object";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return $"it is not JSON: {exception.Message.TrimEnd('.')}";
        }
    }
}
