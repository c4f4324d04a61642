using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace FastTokens;

/// <summary>The known models: data with sources and dates, by name.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. <see cref="Default"/> is generated from data that come with the library; <see cref="With"/> and
/// <see cref="Load"/> give catalogs that differ from it.
/// </remarks>
public sealed class ModelCatalog
{
    private static readonly Lazy<ModelCatalog> LazyDefault = new(static () => FromDistinct(ModelCatalogData.CreateModels()));

    private readonly ReadOnlyCollection<ModelInfo> _models;
    private readonly Dictionary<string, ModelInfo>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private ModelCatalog(ModelInfo[] models, Dictionary<string, ModelInfo> byName)
    {
        _models = Array.AsReadOnly(models);
        _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The catalog that comes with the library.</summary>
    public static ModelCatalog Default => LazyDefault.Value;

    /// <summary>All models, in the order of the data; models that <see cref="With"/> added come last.</summary>
    public IReadOnlyList<ModelInfo> Models => _models;

    /// <summary>Finds the model that a name means. Does not allocate; the cost is a few look-ups, one for each part of the name.</summary>
    /// <param name="name">
    /// A name or an alias, in any letter case. What a gateway or a cloud writes before it is ignored (<c>openai/gpt-5</c>,
    /// <c>models/gemini-2.5-pro</c>, <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>, <c>ft:gpt-4o:…</c>); behind it may stand a date, a version
    /// or a release stage (<c>-2026-01-01</c>, <c>-20250929</c>, <c>-0613</c>, <c>-001</c>, <c>-v1:0</c>, <c>-latest</c>, <c>-preview</c>). The longest
    /// known name decides, and any other suffix may be another model: <c>gpt-5-mini</c> is never <c>gpt-5</c>.
    /// </param>
    /// <param name="model">The model, if the result is <see langword="true"/>.</param>
    /// <returns>Whether the catalog knows the model.</returns>
    public bool TryGetModel(ReadOnlySpan<char> name, [NotNullWhen(true)] out ModelInfo? model)
    {
        if (_byName.TryGetValue(name, out model))
        {
            return true;
        }

        name = ModelName.WithoutRoute(name);
        if (_byName.TryGetValue(name, out model))
        {
            return true;
        }

        for (int end = name.Length - 1; end > 0; end--)
        {
            if (ModelName.IsBoundary(name[end]) && _byName.TryGetValue(name[..end], out model))
            {
                if (ModelName.IsVersionSuffix(name[end..]))
                {
                    return true;
                }

                break;
            }
        }

        model = null;
        return false;
    }

    /// <summary>Returns the model that a name means, by the rules of <see cref="TryGetModel"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The catalog does not know the model. The message names the closest one and lists all.</exception>
    public ModelInfo GetModel(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!TryGetModel(name, out ModelInfo? model))
        {
            ThrowUnknownModel(name);
        }

        return model;
    }

    /// <summary>Returns a catalog that has a model as well, in place of the one of the same name if there is one.</summary>
    /// <remarks>Where an alias of the model is an alias of another one so far, it now means the new one.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The entry is not well-formed, or an alias of it is the name of another model.</exception>
    public ModelCatalog With(ModelInfo model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelInfoRules.FindFault(model) is { } fault
            ? throw new ArgumentException($"The entry '{model.Name}' is not well-formed: {fault}.", nameof(model))
            : Overlay(model, out string? hidden) ?? throw new ArgumentException(HidesAnother(model, hidden), nameof(model));
    }

    /// <summary>Reads a catalog that <see cref="Save"/> wrote or a person did.</summary>
    /// <param name="utf8Json">
    /// UTF-8 JSON, at most 16 MB: <c>{"format": 1, "models": […]}</c> for a whole catalog; with <c>"extends": "default"</c> its entries are
    /// added to <see cref="Default"/> and replace those of the same name. Read to its end, not disposed.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="utf8Json"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidDataException">The file is wrong. The message names the line, the place in the document and the reason.</exception>
    public static ModelCatalog Load(Stream utf8Json)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        ModelCatalogDocument document = ModelCatalogReader.Read(utf8Json);
        if (!document.ExtendsDefault)
        {
            return FromDistinct(document.Models);
        }

        ModelCatalog catalog = Default;
        foreach (ModelInfo model in document.Models)
        {
            catalog = catalog.Overlay(model, out string? hidden)
                ?? throw new InvalidDataException($"Model catalog: {HidesAnother(model, hidden)}");
        }

        return catalog;
    }

    /// <summary>Writes the whole catalog as UTF-8 JSON, in the form that <see cref="Load"/> reads.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="utf8Json"/> is <see langword="null"/>.</exception>
    public void Save(Stream utf8Json)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        ModelCatalogWriter.Write(utf8Json, _models);
    }

    // The caller guarantees that no two entries share a name or an alias.
    private static ModelCatalog FromDistinct(ModelInfo[] models)
    {
        Dictionary<string, ModelInfo> byName = new(models.Length * 2, StringComparer.OrdinalIgnoreCase);
        foreach (ModelInfo model in models)
        {
            byName.Add(model.Name, model);
            foreach (string alias in model.Aliases)
            {
                byName.Add(alias, model);
            }
        }

        return new ModelCatalog(models, byName);
    }

    // Null where an alias of the model would hide another model.
    private ModelCatalog? Overlay(ModelInfo model, out string? hidden)
    {
        List<ModelInfo> models = new(_models.Count + 1);
        bool replaced = false;
        foreach (ModelInfo existing in _models)
        {
            if (SameName(existing.Name, model.Name))
            {
                models.Add(model);
                replaced = true;
            }
            else if (Contains(model.Aliases, existing.Name))
            {
                hidden = existing.Name;
                return null;
            }
            else
            {
                models.Add(WithoutNamesOf(existing, model));
            }
        }

        if (!replaced)
        {
            models.Add(model);
        }

        hidden = null;
        return FromDistinct([.. models]);
    }

    private static string HidesAnother(ModelInfo model, string? hidden) => $"The alias '{hidden}' of '{model.Name}' is the name of another model.";

    private static ModelInfo WithoutNamesOf(ModelInfo existing, ModelInfo newer)
    {
        List<string> kept = new(existing.Aliases.Count);
        foreach (string alias in existing.Aliases)
        {
            if (!SameName(alias, newer.Name) && !Contains(newer.Aliases, alias))
            {
                kept.Add(alias);
            }
        }

        return kept.Count == existing.Aliases.Count ? existing : existing with { Aliases = kept };
    }

    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        foreach (string candidate in names)
        {
            if (SameName(candidate, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    [DoesNotReturn]
    private void ThrowUnknownModel(string name)
    {
        string? closest = ClosestName.Find(ModelName.WithoutRoute(name), _byName.Dictionary.Keys);
        string hint = closest is null ? "" : $" Did you mean '{closest}'?";
        string[] known = new string[_models.Count];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = _models[i].Name;
        }

        throw new ArgumentException($"Unknown model '{name}'.{hint} Known models: {string.Join(", ", known)}.", nameof(name));
    }
}
