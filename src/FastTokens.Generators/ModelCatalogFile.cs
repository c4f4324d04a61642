using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>The model catalog that comes with the library, from <c>Data/models.json</c>.</summary>
internal sealed class ModelCatalogFile : IGeneratedFile
{
    private static readonly string[] PublicEncodings = ["o200k_base", "cl100k_base", "p50k_base", "r50k_base"];

    public string Path => "src/FastTokens/Generated/ModelCatalogData.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        GeneratorInput models = inputs.Get("models.json");
        ModelCatalogDocument document = Read(models);
        StringBuilder text = new(GeneratedHeader.For(models), 64 << 10);
        text.Append("""

            namespace FastTokens;

            internal static class ModelCatalogData
            {
                internal static ModelInfo[] CreateModels() =>
                [

            """);
        foreach (ModelInfo model in document.Models)
        {
            CheckNames(model);
            AppendModel(text, model);
        }

        text.Append("    ];\n}\n");
        return text.Replace("\r\n", "\n").ToString();
    }

    private static ModelCatalogDocument Read(GeneratorInput models)
    {
        ModelCatalogDocument document;
        try
        {
            document = ModelCatalogReader.Read(models.Bytes);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"Data/{models.Path}: {failure.Message}", failure);
        }

        return document.ExtendsDefault
            ? throw new InvalidDataException($"Data/{models.Path} is the default catalog and cannot extend it.")
            : document;
    }

    private static void CheckNames(ModelInfo model)
    {
        if (!TokenProfile.TryFromName(model.Profile, out _))
        {
            throw new InvalidDataException($"Data/models.json, {model.Name}: unknown profile '{model.Profile}'.");
        }

        if (model.Encoding is not null && !PublicEncodings.Contains(model.Encoding))
        {
            throw new InvalidDataException($"Data/models.json, {model.Name}: unknown encoding '{model.Encoding}'.");
        }
    }

    private static void AppendModel(StringBuilder text, ModelInfo model)
    {
        text.Append("        new()\n        {\n");
        AppendMember(text, nameof(ModelInfo.Name), Literal(model.Name));
        AppendMember(text, nameof(ModelInfo.Provider), Literal(model.Provider));
        AppendMember(text, nameof(ModelInfo.Profile), Literal(model.Profile));
        AppendMember(text, nameof(ModelInfo.Encoding), model.Encoding is null ? null : Literal(model.Encoding));
        AppendMember(text, nameof(ModelInfo.ContextWindow), Literal(model.ContextWindow));
        AppendMember(text, nameof(ModelInfo.MaxOutputTokens), Literal(model.MaxOutputTokens));
        AppendMember(text, nameof(ModelInfo.Prices), Literal(model.Prices));
        AppendMember(text, nameof(ModelInfo.MinCacheableTokens), Literal(model.MinCacheableTokens));
        AppendMember(text, nameof(ModelInfo.ImageTokens), Literal(model.ImageTokens));
        AppendMember(text, nameof(ModelInfo.MessageOverhead), Literal(model.MessageOverhead));
        AppendMember(text, nameof(ModelInfo.Aliases), model.Aliases.Count == 0 ? null : $"[{string.Join(", ", model.Aliases.Select(Literal))}]");
        AppendMember(text, nameof(ModelInfo.Note), model.Note is null ? null : Literal(model.Note));
        text.Append("        },\n");
    }

    private static void AppendMember(StringBuilder text, string member, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"            {member} = {value},\n");
        }
    }

    private static string? Literal(Sourced<int>? figure) => Literal(figure, static value => $"{value}");

    private static string? Literal(Sourced<ModelPrices>? prices) => Literal(prices, static value => $"new({value.Input}m, {value.Output}m, {Literal(value.CacheRead)}, {Literal(value.CacheWrite)})");

    private static string? Literal(Sourced<ImageTokenRule>? rule) => Literal(rule, static value => $"new({value.UnitPixels}, {value.TokensPerUnit}m, {value.BaseTokens}, {value.MaximumEdge}, {value.ShortEdge}, {value.MaximumUnits})");

    private static string? Literal(Sourced<MessageOverhead>? overhead) => Literal(overhead, static value => $"new({value.PerRequest}, {value.PerMessage}, {value.WithTools})");

    private static string? Literal<T>(Sourced<T>? sourced, Func<T, FormattableString> literal)
        where T : struct => sourced is not { } known
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"new({FormattableString.Invariant(literal(known.Value))}, {Literal(known.Source)}, new({known.AsOf.Year}, {known.AsOf.Month}, {known.AsOf.Day}))");

    private static string Literal(decimal? price) => price is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known}m") : "null";

    internal static string Literal(string value)
    {
        StringBuilder literal = new("\"", value.Length + 2);
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                literal.Append(c);
            }
            else
            {
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return literal.Append('"').ToString();
    }
}
