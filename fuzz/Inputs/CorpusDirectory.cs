namespace FastTokens.Fuzz;

/// <summary>A corpus on disk: a folder a target, a file an input.</summary>
internal static class CorpusDirectory
{
    /// <summary>Returns the inputs below a directory, or the one file that is named, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">There is nothing, or a folder has the name of no target.</exception>
    internal static IReadOnlyList<CorpusInput> List(string path)
    {
        if (File.Exists(path))
        {
            return [new CorpusInput(TargetOfFolder(Path.GetDirectoryName(Path.GetFullPath(path))!), path)];
        }

        if (!Directory.Exists(path))
        {
            throw new InvalidDataException($"{path} does not exist.");
        }

        List<CorpusInput> inputs = [];
        foreach (string folder in Directory.GetDirectories(path).Order(StringComparer.Ordinal))
        {
            IFuzzTarget target = TargetOfFolder(folder);
            inputs.AddRange(Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => new CorpusInput(target, file)));
        }

        return inputs.Count > 0 ? inputs : throw new InvalidDataException($"{path} has no inputs: there is to be a folder for each target.");
    }

    /// <summary>Returns the contents of the committed inputs of a target and of those that follow from the library.</summary>
    internal static IReadOnlyList<byte[]> Load(string path, IFuzzTarget target)
    {
        string folder = Path.Combine(path, target.Name);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        return [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes), .. target.Seeds, []];
    }

    private static IFuzzTarget TargetOfFolder(string folder)
    {
        string name = Path.GetFileName(folder);
        return FuzzTargets.All.FirstOrDefault(target => target.Name == name)
            ?? throw new InvalidDataException($"{folder}: there is no target '{name}'.");
    }
}
