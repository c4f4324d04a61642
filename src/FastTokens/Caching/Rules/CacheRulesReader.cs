using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>Reads rules strictly: an unknown or missing member is an error, so that no typing mistake goes unnoticed.</summary>
internal static class CacheRulesReader
{
    private const int Format = 1;

    private static readonly string[] Members =
    [
        "name", "provider", "models", "effective", "mechanism", "minimumTokens", "stepTokens", "maximumBreakpoints", "lookBackBlocks", "implicitBreakpoint",
        "lifetimeSeconds", "longLifetimeSeconds", "readsRefresh", "writeMultiplier", "longWriteMultiplier", "readMultiplier", "keyParameters", "strippedPrefixes", "sources",
    ];

    /// <exception cref="InvalidDataException">The file is wrong; the message names the place and the reason.</exception>
    public static CacheRules[] Read(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                utf8Json.ToArray(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Cache rules, line {(e.LineNumber ?? 0) + 1}: not well-formed JSON.", e);
        }
    }

    private static CacheRules[] Read(JsonElement root)
    {
        Check(root, "the document", "format", "rules");
        if (Get(root, "the document", "format", JsonValueKind.Number) is var format && (!format.TryGetInt32(out int version) || version != Format))
        {
            Throw("format", $"must be {Format}");
        }

        JsonElement entries = Get(root, "the document", "rules", JsonValueKind.Array);
        CacheRules[] rules = new CacheRules[entries.GetArrayLength()];
        for (int index = 0; index < rules.Length; index++)
        {
            rules[index] = ReadRules(entries[index], $"rules[{index}]");
        }

        return rules;
    }

    private static CacheRules ReadRules(JsonElement entry, string path)
    {
        Check(entry, path, Members);
        CacheRules rules = new()
        {
            Name = Text(entry, path, "name"),
            Provider = Text(entry, path, "provider"),
            Models = Texts(entry, path, "models"),
            Effective = Date(entry, path, "effective"),
            Mechanism = Text(entry, path, "mechanism") switch
            {
                "breakpoints" => CacheMechanism.Breakpoints,
                "prefix" => CacheMechanism.Prefix,
                _ => throw Fault($"{path}.mechanism", "must be \"breakpoints\" or \"prefix\""),
            },
            MinimumTokens = Number(entry, path, "minimumTokens", 0),
            StepTokens = Number(entry, path, "stepTokens", 1),
            MaximumBreakpoints = Number(entry, path, "maximumBreakpoints", 0),
            LookBackBlocks = Number(entry, path, "lookBackBlocks", 0),
            HasImplicitBreakpoint = Flag(entry, path, "implicitBreakpoint"),
            LifetimeSeconds = Number(entry, path, "lifetimeSeconds", 1),
            LongLifetimeSeconds = Number(entry, path, "longLifetimeSeconds", 1),
            ReadsRefresh = Flag(entry, path, "readsRefresh"),
            WriteMultiplier = Multiplier(entry, path, "writeMultiplier"),
            LongWriteMultiplier = Multiplier(entry, path, "longWriteMultiplier"),
            ReadMultiplier = Multiplier(entry, path, "readMultiplier"),
            KeyParameters = KeyParameters(entry, path),
            StrippedPrefixes = Texts(entry, path, "strippedPrefixes"),
            Sources = Sources(entry, path),
        };
        if (rules.Mechanism == CacheMechanism.Breakpoints && rules.MaximumBreakpoints == 0)
        {
            Throw($"{path}.maximumBreakpoints", "must be positive where breakpoints decide");
        }

        return rules;
    }

    private static CacheKeyParameter[] KeyParameters(JsonElement entry, string path)
    {
        JsonElement members = Get(entry, path, "keyParameters", JsonValueKind.Object);
        List<CacheKeyParameter> parameters = [];
        foreach (JsonProperty member in members.EnumerateObject())
        {
            PromptSection section = (member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null) switch
            {
                "tools" => PromptSection.Tools,
                "system" => PromptSection.System,
                "messages" => PromptSection.Messages,
                _ => throw Fault($"{path}.keyParameters.{member.Name}", "must be \"tools\", \"system\" or \"messages\""),
            };
            parameters.Add(new CacheKeyParameter(member.Name, section));
        }

        return [.. parameters];
    }

    private static Dictionary<string, string> Sources(JsonElement entry, string path)
    {
        Dictionary<string, string> sources = [];
        foreach (JsonProperty member in Get(entry, path, "sources", JsonValueKind.Object).EnumerateObject())
        {
            sources[member.Name] = member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { Length: > 0 } text
                ? text
                : throw Fault($"{path}.sources.{member.Name}", "must be a text");
        }

        return sources.Count > 0 ? sources : throw Fault($"{path}.sources", "must not be empty");
    }

    private static string Text(JsonElement entry, string path, string member) =>
        Get(entry, path, member, JsonValueKind.String).GetString() is { Length: > 0 } text ? text : throw Fault($"{path}.{member}", "must not be empty");

    private static string[] Texts(JsonElement entry, string path, string member)
    {
        JsonElement array = Get(entry, path, member, JsonValueKind.Array);
        string[] texts = new string[array.GetArrayLength()];
        for (int index = 0; index < texts.Length; index++)
        {
            texts[index] = array[index].ValueKind == JsonValueKind.String && array[index].GetString() is { Length: > 0 } text
                ? text
                : throw Fault($"{path}.{member}[{index}]", "must be a text");
        }

        return texts;
    }

    private static int Number(JsonElement entry, string path, string member, int minimum) =>
        Get(entry, path, member, JsonValueKind.Number).TryGetInt32(out int number) && number >= minimum
            ? number
            : throw Fault($"{path}.{member}", $"must be a whole number of at least {minimum}");

    private static decimal Multiplier(JsonElement entry, string path, string member) =>
        Get(entry, path, member, JsonValueKind.Number).TryGetDecimal(out decimal number) && number is >= 0 and <= 1000
            ? number
            : throw Fault($"{path}.{member}", "must be a number from 0 to 1000");

    private static DateOnly Date(JsonElement entry, string path, string member) =>
        DateOnly.TryParseExact(Text(entry, path, member), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : throw Fault($"{path}.{member}", "must be a date such as 2026-01-31");

    private static bool Flag(JsonElement entry, string path, string member)
    {
        JsonValueKind kind = entry.TryGetProperty(member, out JsonElement value) ? value.ValueKind : JsonValueKind.Undefined;
        return kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : throw Fault($"{path}.{member}", "must be true or false");
    }

    private static JsonElement Get(JsonElement entry, string path, string member, JsonValueKind kind) =>
        !entry.TryGetProperty(member, out JsonElement value) ? throw Fault($"{path}.{member}", "is missing")
        : value.ValueKind != kind ? throw Fault($"{path}.{member}", $"must be of kind {kind}")
        : value;

    private static void Check(JsonElement entry, string path, params ReadOnlySpan<string> known)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            Throw(path, "must be an object");
        }

        foreach (JsonProperty member in entry.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Throw($"{path}.{member.Name}", "unknown member");
            }
        }
    }

    [DoesNotReturn]
    private static void Throw(string path, string reason) => throw Fault(path, reason);

    private static InvalidDataException Fault(string path, string reason) => new($"Cache rules, {path}: {reason}.");
}
