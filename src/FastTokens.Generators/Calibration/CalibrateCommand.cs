using System.Globalization;

namespace FastTokens.Generators;

/// <summary>Fits the profiles of tokenizer families to a corpus. The same corpus and features give the same file.</summary>
internal static class CalibrateCommand
{
    /// <summary>The families of the library, in the order of its profiles.</summary>
    public static IReadOnlyList<string> BuiltInFamilies { get; } =
        ["o200k_base", "cl100k_base", "claude_legacy", "llama3", "qwen2.5", "deepseek_v3", "mistral_nemo", "gemma3"];

    /// <summary>Calibrates, prints a table of the errors, and writes the profiles.</summary>
    /// <param name="repository">The repository whose <c>Data</c> the profiles go to if there is no folder.</param>
    /// <param name="corpusPath">The corpus.</param>
    /// <param name="folder">Where to write instead, a file for each family that <see cref="TokenProfile.Load"/> reads; then the families are those of the corpus.</param>
    /// <param name="validateOnly">Whether to write nothing.</param>
    /// <param name="output">Where the table goes.</param>
    public static int Run(Repository repository, string corpusPath, string? folder, bool validateOnly, TextWriter output)
    {
        CorpusFile corpus = CorpusFile.Load(corpusPath);
        IReadOnlyList<string> families = folder is null ? BuiltInFamilies : [.. corpus.Documents[0].Counts.Keys];
        RequireCounts(corpus, families);
        FeatureSet features = FeatureSet.Library;
        GeneratorInputs inputs = new(repository.DataDirectory);
        CorpusFile probes = ProbeTexts.Read(inputs);
        (FittedProfile Profile, EstimateError Fitted)[] results =
            Calibrator.Calibrate(features, family => FeaturePriors.Build(inputs, family), corpus.Documents, probes.Documents, families);
        output.WriteLine("family         fitted: MAPE %  p95 %   held out: MAPE %  p95 %");
        foreach ((FittedProfile profile, EstimateError fitted) in results)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{profile.Name,-14} {fitted.Mape,14:F2} {fitted.P95,6:F2} {profile.HeldOut.Mape,18:F2} {profile.HeldOut.P95,6:F2}"));
        }

        if (validateOnly)
        {
            return 0;
        }

        FittedProfile[] profiles = [.. results.Select(result => result.Profile)];
        if (folder is not null)
        {
            Save(profiles, folder, output);
            return 0;
        }

        profiles = [.. profiles, .. DerivedFamily.BuiltIn.Select(derived => derived.Derive(profiles.First(profile => profile.Name == derived.Base)))];
        string json = ProfilesDocument.Format(features, corpus, probes, profiles);
        DataDirectory data = new(repository);
        data.Write(ProfilesDocument.Path, json, $"`calibrate`, from {corpus.Name} and {probes.Name}", "format 1");
        data.SaveManifest();
        output.WriteLine($"Data/{ProfilesDocument.Path}: written");
        return 0;
    }

    /// <summary>Writes each profile as a file of its own.</summary>
    public static void Save(IEnumerable<FittedProfile> profiles, string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        foreach (FittedProfile profile in profiles)
        {
            string path = Path.Combine(folder, string.Join('_', profile.Name.Split(Path.GetInvalidFileNameChars())) + ".json");
            using FileStream file = File.Create(path);
            new TokenProfile(profile.Name, profile.Weights, new ProfileError(profile.HeldOut.Mape, profile.HeldOut.P95), profile.Quantiles).Save(file);
            output.WriteLine($"{path}: written");
        }
    }

    /// <summary>Throws where a text lacks the count of a family.</summary>
    /// <exception cref="InvalidDataException">A text lacks one; the message names its line.</exception>
    public static void RequireCounts(CorpusFile corpus, IReadOnlyList<string> families)
    {
        foreach (CorpusDocument document in corpus.Documents)
        {
            if (families.FirstOrDefault(family => !document.Counts.ContainsKey(family)) is { } missing)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"{corpus.Name}, line {document.Line}: there is no count of '{missing}'."));
            }
        }
    }
}
