namespace FastTokens.Generators;

/// <summary>The results of one machine, a folder of <c>bench/results</c>; what was not measured on it is taken from the next machine that has it.</summary>
internal sealed class BenchmarkResults
{
    public const string Directory = "bench/results";

    // Without these there are no charts.
    private static readonly string[] Required = ["estimator.md", "exact.md"];

    private readonly Repository _repository;
    private readonly string[] _folders;

    private BenchmarkResults(Repository repository, IEnumerable<string> folders)
    {
        _repository = repository;
        _folders = [.. folders];
    }

    /// <summary>Gets the name of the folder.</summary>
    public string Name => _folders[0];

    /// <summary>Opens the results of a folder, without a name those of the newest that has all that charts need.</summary>
    /// <exception cref="InvalidDataException">There is no such folder, or it lacks a file.</exception>
    public static BenchmarkResults Open(Repository repository, string? name)
    {
        string root = Path.Combine(repository.Root, Directory);
        string[] names = !System.IO.Directory.Exists(root) ? []
            : [.. System.IO.Directory.GetDirectories(root).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).OrderByDescending(folder => Date(repository, folder))];
        string[] complete = [.. names.Where(folder => Missing(repository, folder).Length == 0)];
        string chosen = name ?? complete.FirstOrDefault()
            ?? throw new InvalidDataException($"No folder of {Directory} has {string.Join(" and ", Required)}: run the benchmarks with --markdown {Directory}.");
        if (!names.Contains(chosen))
        {
            throw new InvalidDataException($"{Directory} has no folder '{chosen}'; it has {string.Join(", ", names)}.");
        }

        return Missing(repository, chosen) is { Length: > 0 } missing
            ? throw new InvalidDataException($"{Directory}/{chosen} lacks {string.Join(" and ", missing)}: run the benchmarks with --markdown {Directory}.")
            : new BenchmarkResults(repository, [chosen, .. names.Where(folder => folder != chosen)]);
    }

    /// <summary>Returns a file of this machine, or of the newest other that has it; <see langword="null"/> where none has.</summary>
    public BenchmarkFile? Find(string file) => Array.Find(_folders, folder => File.Exists(PathOf(_repository, folder, file))) is { } found
        ? BenchmarkFile.Load(_repository, $"{Directory}/{found}/{file}")
        : null;

    /// <exception cref="InvalidDataException">No machine has it.</exception>
    public BenchmarkFile Get(string file) => Find(file) ?? throw new InvalidDataException($"No folder of {Directory} has {file}.");

    private static DateOnly Date(Repository repository, string folder) => System.IO.Directory.GetFiles(Path.Combine(repository.Root, Directory, folder), "*.md")
        .Select(file => BenchmarkFile.Load(repository, $"{Directory}/{folder}/{Path.GetFileName(file)}").Date)
        .DefaultIfEmpty()
        .Max();

    private static string[] Missing(Repository repository, string folder) => Array.FindAll(Required, file => !File.Exists(PathOf(repository, folder, file)));

    private static string PathOf(Repository repository, string folder, string file) => Path.Combine(repository.Root, Directory, folder, file);
}
