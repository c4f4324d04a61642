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

    private static string? Literal(Sourced<int>? figure) => figure is not { } known
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"new({known.Value}, {Literal(known.Source)}, new({known.AsOf.Year}, {known.AsOf.Month}, {known.AsOf.Day}))");

    private static string? Literal(Sourced<ModelPrices>? prices) => prices is not { } known
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"new(new({known.Value.Input}m, {known.Value.Output}m, {Literal(known.Value.CacheRead)}, {Literal(known.Value.CacheWrite)}), {Literal(known.Source)}, new({known.AsOf.Year}, {known.AsOf.Month}, {known.AsOf.Day}))");

    private static string? Literal(Sourced<ImageTokenRule>? rule) => rule is not { } known
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"new(new({known.Value.UnitPixels}, {known.Value.TokensPerUnit}m, {known.Value.BaseTokens}, {known.Value.MaximumEdge}, {known.Value.ShortEdge}, {known.Value.MaximumUnits}), {Literal(known.Source)}, new({known.AsOf.Year}, {known.AsOf.Month}, {known.AsOf.Day}))");

    private static string? Literal(Sourced<MessageOverhead>? overhead) => overhead is not { } known
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"new(new({known.Value.PerRequest}, {known.Value.PerMessage}, {known.Value.WithTools}), {Literal(known.Source)}, new({known.AsOf.Year}, {known.AsOf.Month}, {known.AsOf.Day}))");

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
