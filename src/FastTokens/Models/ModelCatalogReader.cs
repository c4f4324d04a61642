using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace FastTokens;

/// <summary>Reads catalog files strictly: an unknown, missing or repeated member is an error, so that no typing mistake goes unnoticed.</summary>
internal ref partial struct ModelCatalogReader
{
    private const int MaxFileBytes = 16 << 20;

    private readonly ReadOnlySpan<byte> _utf8Json;
    private Utf8JsonReader _reader;

    private ModelCatalogReader(ReadOnlySpan<byte> utf8Json)
    {
        _utf8Json = utf8Json;
        _reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
    }

    /// <exception cref="InvalidDataException">The file is wrong; the message names line, place and reason.</exception>
    public static ModelCatalogDocument Read(Stream stream)
    {
        using MemoryStream copy = new();
        byte[] buffer = new byte[16 << 10];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > MaxFileBytes)
            {
                throw new InvalidDataException($"The model catalog is larger than {MaxFileBytes} bytes.");
            }
        }

        return Read(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    /// <exception cref="InvalidDataException">The file is wrong; the message names line, place and reason.</exception>
    public static ModelCatalogDocument Read(ReadOnlySpan<byte> utf8Json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (utf8Json.StartsWith(byteOrderMark))
        {
            utf8Json = utf8Json[byteOrderMark.Length..];
        }

        ModelCatalogReader reader = new(utf8Json);
        try
        {
            return reader.ReadDocument();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Model catalog, line {(e.LineNumber ?? 0) + 1}: not well-formed JSON.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"Model catalog, line {reader.LineNumber()}: a string is not well-formed UTF-8 or UTF-16.", e);
        }
    }

    private ModelCatalogDocument ReadDocument()
    {
        bool hasFormat = false;
        bool extendsDefault = false;
        List<ModelInfo>? models = null;
        HashSet<string> members = [];

        _reader.Read();
        Expect(JsonTokenType.StartObject, "the document", "must be an object");
        while (ReadMember(members, "the document") is { } member)
        {
            switch (member)
            {
                case "format":
                    if (ReadNumber(member) != ModelCatalogDocument.Format)
                    {
                        Throw(member, $"must be {ModelCatalogDocument.Format}");
                    }

                    hasFormat = true;
                    break;
                case "extends":
                    if (ReadString(member) != "default")
                    {
                        Throw(member, "must be \"default\"");
                    }

                    extendsDefault = true;
                    break;
                case "models":
                    models = ReadModels();
                    break;
                default:
                    Throw(member, "unknown member");
                    break;
            }
        }

        if (!hasFormat)
        {
            Throw("format", "is missing");
        }

        if (models is null)
        {
            Throw("models", "is missing");
        }

        // Whatever follows the document is an error that the reader reports.
        _reader.Read();
        return new ModelCatalogDocument(extendsDefault, [.. models]);
    }

    private List<ModelInfo> ReadModels()
    {
        _reader.Read();
        Expect(JsonTokenType.StartArray, "models", "must be an array");
        List<ModelInfo> models = [];
        Dictionary<string, string> ownerOfName = new(StringComparer.OrdinalIgnoreCase);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            string path = $"models[{models.Count}]";
            ModelInfo model = ReadModel(path);
            path = $"{path} ({model.Name})";
            if (ModelInfoRules.FindFault(model) is { } fault)
            {
                Throw(path, fault);
            }

            Claim(path, model.Name, model.Name, ownerOfName);
            foreach (string alias in model.Aliases)
            {
                Claim(path, model.Name, alias, ownerOfName);
            }

            models.Add(model);
        }

        return models;
    }

    private readonly void Claim(string path, string model, string name, Dictionary<string, string> ownerOfName)
    {
        if (!ownerOfName.TryAdd(name, model))
        {
            Throw(path, $"the name '{name}' is taken by the entry '{ownerOfName[name]}'");
        }
    }

    private ModelInfo ReadModel(string path)
    {
        string? name = null;
        string? provider = null;
        string? profile = null;
        string? encoding = null;
        string? note = null;
        Sourced<int>? contextWindow = null;
        Sourced<int>? maxOutputTokens = null;
        Sourced<ModelPrices>? prices = null;
        Sourced<int>? minCacheableTokens = null;
        Sourced<ImageTokenRule>? imageTokens = null;
        Sourced<MessageOverhead>? messageOverhead = null;
        List<string> aliases = [];
        HashSet<string> members = [];

        Expect(JsonTokenType.StartObject, path, "must be an object");
        while (ReadMember(members, path) is { } member)
        {
            string memberPath = $"{path}.{member}";
            switch (member)
            {
                case "name":
                    name = ReadString(memberPath);
                    path = $"{path} ({name})";
                    break;
                case "provider":
                    provider = ReadString(memberPath);
                    break;
                case "profile":
                    profile = ReadString(memberPath);
                    break;
                case "encoding":
                    encoding = ReadString(memberPath);
                    break;
                case "contextWindow":
                    contextWindow = ReadFigure(memberPath);
                    break;
                case "maxOutputTokens":
                    maxOutputTokens = ReadFigure(memberPath);
                    break;
                case "prices":
                    prices = ReadPrices(memberPath);
                    break;
                case "minCacheableTokens":
                    minCacheableTokens = ReadFigure(memberPath);
                    break;
                case "imageTokens":
                    imageTokens = ReadImageTokens(memberPath);
                    break;
                case "messageOverhead":
                    messageOverhead = ReadMessageOverhead(memberPath);
                    break;
                case "aliases":
                    aliases = ReadStrings(memberPath);
                    break;
                case "note":
                    note = ReadString(memberPath);
                    break;
                default:
                    Throw(memberPath, "unknown member");
                    break;
            }
        }

        return new ModelInfo
        {
            Name = name ?? Missing(path, "name"),
            Provider = provider ?? Missing(path, "provider"),
            Profile = profile ?? Missing(path, "profile"),
            Encoding = encoding,
            ContextWindow = contextWindow,
            MaxOutputTokens = maxOutputTokens,
            Prices = prices,
            MinCacheableTokens = minCacheableTokens,
            ImageTokens = imageTokens,
            MessageOverhead = messageOverhead,
            Aliases = aliases,
            Note = note,
        };
    }

    private Sourced<int> ReadFigure(string path)
    {
        int? value = null;
        string? source = null;
        DateOnly? asOf = null;
        HashSet<string> members = [];

        _reader.Read();
        Expect(JsonTokenType.StartObject, path, "must be an object with value, source and asOf");
        while (ReadMember(members, path) is { } member)
        {
            string memberPath = $"{path}.{member}";
            switch (member)
            {
                case "value":
                    value = ReadNumber(memberPath);
                    break;
                default:
                    ReadSource(member, memberPath, ref source, ref asOf);
                    break;
            }
        }

        if (value is null)
        {
            Throw($"{path}.value", "is missing");
        }

        return Sourced(value.Value, path, source, asOf);
    }

    private Sourced<ModelPrices> ReadPrices(string path)
    {
        decimal? input = null;
        decimal? output = null;
        decimal? cacheRead = null;
        decimal? cacheWrite = null;
        string? source = null;
        DateOnly? asOf = null;
        HashSet<string> members = [];

        _reader.Read();
        Expect(JsonTokenType.StartObject, path, "must be an object with input, output, source and asOf");
        while (ReadMember(members, path) is { } member)
        {
            string memberPath = $"{path}.{member}";
            switch (member)
            {
                case "input":
                    input = ReadPrice(memberPath);
                    break;
                case "output":
                    output = ReadPrice(memberPath);
                    break;
                case "cacheRead":
                    cacheRead = ReadPrice(memberPath);
                    break;
                case "cacheWrite":
                    cacheWrite = ReadPrice(memberPath);
                    break;
                default:
                    ReadSource(member, memberPath, ref source, ref asOf);
                    break;
            }
        }

        if (input is null || output is null)
        {
            Throw(path, "input and output must be given");
        }

        return Sourced(new ModelPrices(input.Value, output.Value, cacheRead, cacheWrite), path, source, asOf);
    }

    private decimal ReadPrice(string path) => ReadDecimal(path, "must be a number, in US dollars for a million tokens");

    private decimal ReadDecimal(string path, string reason)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetDecimal(out decimal number))
        {
            Throw(path, reason);
            return 0;
        }

        return number;
    }

    private List<string> ReadStrings(string path)
    {
        _reader.Read();
        Expect(JsonTokenType.StartArray, path, "must be an array of strings");
        List<string> strings = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.String, $"{path}[{strings.Count}]", "must be a string");
            strings.Add(_reader.GetString()!);
        }

        return strings;
    }

    private string? ReadMember(HashSet<string> members, string path)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string member = _reader.GetString()!;
        if (!members.Add(member))
        {
            Throw(path, $"the member '{member}' stands twice");
        }

        return member;
    }

    private string ReadString(string path)
    {
        _reader.Read();
        Expect(JsonTokenType.String, path, "must be a string");
        return _reader.GetString()!;
    }

    private int ReadNumber(string path)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out int number))
        {
            Throw(path, "must be a whole number below 2,147,483,648");
            return 0;
        }

        return number;
    }

    private DateOnly ReadDate(string path)
    {
        string text = ReadString(path);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            Throw(path, "must be a date such as 2026-01-31");
        }

        return date;
    }

    private readonly void Expect(JsonTokenType type, string path, string reason)
    {
        if (_reader.TokenType != type)
        {
            Throw(path, reason);
        }
    }

    private readonly string Missing(string path, string member)
    {
        Throw($"{path}.{member}", "is missing");
        return "";
    }

    [DoesNotReturn]
    private readonly void Throw(string path, string reason) =>
        throw new InvalidDataException($"Model catalog, line {LineNumber()}, {path}: {reason}.");

    private readonly int LineNumber() => 1 + _utf8Json[..(int)_reader.TokenStartIndex].Count((byte)'\n');
}
