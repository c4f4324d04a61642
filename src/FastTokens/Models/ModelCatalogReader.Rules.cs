using System.Text.Json;

namespace FastTokens;

// The members that are rules rather than figures.
internal ref partial struct ModelCatalogReader
{
    private Sourced<ImageTokenRule> ReadImageTokens(string path)
    {
        int unit = 0;
        decimal perUnit = 0;
        int baseTokens = 0;
        int maxEdge = 0;
        int shortEdge = 0;
        int maxUnits = 0;
        string? source = null;
        DateOnly? asOf = null;
        HashSet<string> members = [];

        _reader.Read();
        Expect(JsonTokenType.StartObject, path, "must be an object with unit, perUnit, source and asOf");
        while (ReadMember(members, path) is { } member)
        {
            string memberPath = $"{path}.{member}";
            switch (member)
            {
                case "unit":
                    unit = ReadNumber(memberPath);
                    break;
                case "perUnit":
                    perUnit = ReadDecimal(memberPath, "must be a number of tokens");
                    break;
                case "base":
                    baseTokens = ReadNumber(memberPath);
                    break;
                case "maxEdge":
                    maxEdge = ReadNumber(memberPath);
                    break;
                case "shortEdge":
                    shortEdge = ReadNumber(memberPath);
                    break;
                case "maxUnits":
                    maxUnits = ReadNumber(memberPath);
                    break;
                default:
                    ReadSource(member, memberPath, ref source, ref asOf);
                    break;
            }
        }

        RequireMembers(members, path, "unit", "perUnit");
        return Sourced(new ImageTokenRule(unit, perUnit, baseTokens, maxEdge, shortEdge, maxUnits), path, source, asOf);
    }

    private Sourced<MessageOverhead> ReadMessageOverhead(string path)
    {
        int perRequest = 0;
        int perMessage = 0;
        int withTools = 0;
        string? source = null;
        DateOnly? asOf = null;
        HashSet<string> members = [];

        _reader.Read();
        Expect(JsonTokenType.StartObject, path, "must be an object with perRequest, perMessage, source and asOf");
        while (ReadMember(members, path) is { } member)
        {
            string memberPath = $"{path}.{member}";
            switch (member)
            {
                case "perRequest":
                    perRequest = ReadNumber(memberPath);
                    break;
                case "perMessage":
                    perMessage = ReadNumber(memberPath);
                    break;
                case "withTools":
                    withTools = ReadNumber(memberPath);
                    break;
                default:
                    ReadSource(member, memberPath, ref source, ref asOf);
                    break;
            }
        }

        RequireMembers(members, path, "perRequest", "perMessage");
        return Sourced(new MessageOverhead(perRequest, perMessage, withTools), path, source, asOf);
    }

    private void ReadSource(string member, string path, ref string? source, ref DateOnly? asOf)
    {
        switch (member)
        {
            case "source":
                source = ReadString(path);
                break;
            case "asOf":
                asOf = ReadDate(path);
                break;
            default:
                Throw(path, "unknown member");
                break;
        }
    }

    private readonly void RequireMembers(HashSet<string> members, string path, string first, string second)
    {
        if (!members.Contains(first) || !members.Contains(second))
        {
            Throw(path, $"{first} and {second} must be given");
        }
    }

    private readonly Sourced<T> Sourced<T>(T value, string path, string? source, DateOnly? asOf)
        where T : struct
    {
        if (asOf is null)
        {
            Throw($"{path}.asOf", "is missing");
        }

        return new Sourced<T>(value, source ?? Missing(path, "source"), asOf.Value);
    }
}
