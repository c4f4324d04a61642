using System.Text;

namespace FastTokens.Generators;

/// <summary>The generated files of the repository: how they are written and how they are checked.</summary>
internal static class GeneratedFiles
{
    public static IReadOnlyList<IGeneratedFile> All { get; } =
    [
        new ModelCatalogFile(),
        new CacheRulesFile(),
        new CharacterClassFile(),
        new PreTokenClassFile(),
        new BoundaryTableFile(),
        new PairTablesFile(),
        new TokenProfilesFile(),
    ];

    /// <summary>Writes the files that differ from what the inputs give. One that cannot be generated does not hold up the others.</summary>
    public static int Write(Repository repository, IReadOnlyList<IGeneratedFile> files, TextWriter output, TextWriter error)
    {
        GeneratorInputs inputs = new(repository.DataDirectory);
        int failures = VerifyInputs(inputs, error);
        foreach (IGeneratedFile file in files)
        {
            if (TryGenerate(file, inputs, error) is not { } text)
            {
                failures++;
                continue;
            }

            string path = Path.Combine(repository.Root, file.Path);
            bool changed = !File.Exists(path) || File.ReadAllText(path) != text;
            if (changed)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }

            output.WriteLine($"{file.Path}: {(changed ? "written" : "unchanged")}");
        }

        return failures == 0 ? 0 : 1;
    }

    /// <summary>Compares the committed files with what the inputs give, and the inputs with the manifest.</summary>
    public static int Check(Repository repository, IReadOnlyList<IGeneratedFile> files, TextWriter output, TextWriter error)
    {
        GeneratorInputs inputs = new(repository.DataDirectory);
        int failures = VerifyInputs(inputs, error);
        foreach (IGeneratedFile file in files)
        {
            if (TryGenerate(file, inputs, error) is not { } expected)
            {
                failures++;
                continue;
            }

            string path = Path.Combine(repository.Root, file.Path);
            string? difference = !File.Exists(path) ? "is missing" : Difference(File.ReadAllText(path), expected);
            if (difference is null)
            {
                output.WriteLine($"{file.Path}: as generated");
                continue;
            }

            failures++;
            error.WriteLine($"error: {file.Path}: {difference}. Run: {GeneratedHeader.Command}");
        }

        return failures == 0 ? 0 : 1;
    }

    private static int VerifyInputs(GeneratorInputs inputs, TextWriter error)
    {
        int failures = 0;
        foreach (string problem in inputs.Verify())
        {
            error.WriteLine($"error: {problem}");
            failures++;
        }

        return failures;
    }

    private static string? TryGenerate(IGeneratedFile file, GeneratorInputs inputs, TextWriter error)
    {
        try
        {
            return file.Generate(inputs);
        }
        catch (InvalidDataException failure)
        {
            error.WriteLine($"error: {file.Path} cannot be generated: {failure.Message}");
            return null;
        }
    }

    /// <summary>Says where two texts differ first, or returns null when they do not.</summary>
    private static string? Difference(string actual, string expected)
    {
        if (actual == expected)
        {
            return null;
        }

        string[] actualLines = actual.Split('\n');
        string[] expectedLines = expected.Split('\n');
        int line = 0;
        while (line < actualLines.Length && line < expectedLines.Length && actualLines[line] == expectedLines[line])
        {
            line++;
        }

        return $"line {line + 1} differs: it has {Show(actualLines, line)}, the generator gives {Show(expectedLines, line)}";
    }

    private static string Show(string[] lines, int line)
    {
        const int Shown = 120;
        return line == lines.Length ? "no such line"
            : lines[line].Length <= Shown ? $"\"{lines[line]}\""
            : $"\"{lines[line][..Shown]}…\"";
    }
}
