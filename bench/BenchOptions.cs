namespace FastTokens.Bench;

/// <summary>The command line: what this project understands, and the rest for BenchmarkDotNet.</summary>
internal sealed class BenchOptions
{
    internal const string Usage = """
        usage: dotnet run -c Release --project bench -- [OPTIONS] [BENCHMARKDOTNET OPTIONS]

          --quick           measure in this process, in two minutes, and print tables with the ratios to yardsticks
          --markdown DIR    the same, written to DIR/<cpu>/*.md too (the committed ones: bench/results)
          --write-texts DIR write the texts for other libraries to DIR, and measure FastTokens on them; see bench/peers
          --text KIND=FILE  measure this text, UTF-8; KIND is English, Code, Json, Chinese, Japanese, Russian, Emoji or Base64
          --request FILE    measure this request body
          --corpus FILE     measure the texts of a corpus: JSON lines with "category" and "text"

        Without --quick and --markdown the suites run, for example: --filter '*.EstimatorBenchmarks.*', --job dry, --artifacts DIR, --list flat.
        Where no text is given, or too little of it, it is generated; no text repeats itself.
        """;

    private readonly List<string> _rest = [];

    /// <summary>Gets whether to run the quick measurement.</summary>
    internal bool Quick { get; private set; }

    /// <summary>Gets the folder for the tables of the quick measurement.</summary>
    internal string? MarkdownDirectory { get; private set; }

    /// <summary>Gets the folder for the texts on which other libraries are measured.</summary>
    internal string? PeerTextsDirectory { get; private set; }

    /// <summary>Gets whether only usage is asked for.</summary>
    internal bool Help { get; private set; }

    /// <summary>Gets the arguments for BenchmarkDotNet.</summary>
    internal IReadOnlyList<string> Rest => _rest;

    /// <summary>Gets whether each benchmark is to run once only, to see that it does.</summary>
    internal bool Dry => HasValue("--job", "dry") || HasValue("-j", "dry");

    /// <summary>Gets whether the command line says how to measure.</summary>
    internal bool HasJob => _rest.Exists(static argument => argument is "--job" or "-j");

    /// <summary>Gets whether BenchmarkDotNet is asked for information and not for a run.</summary>
    internal bool ListsOnly => _rest.Exists(static argument => argument is "--list" or "--info" or "--version");

    /// <exception cref="InvalidDataException">An option is wrong.</exception>
    internal static BenchOptions Parse(ReadOnlySpan<string> arguments)
    {
        BenchOptions options = new();
        for (; !arguments.IsEmpty; arguments = arguments[1..])
        {
            switch (arguments)
            {
                case ["--quick", ..]:
                    options.Quick = true;
                    break;
                case ["--help" or "-h", ..]:
                    options.Help = true;
                    break;
                case ["--markdown", string directory, ..]:
                    options.Quick = true;
                    options.MarkdownDirectory = directory;
                    arguments = arguments[1..];
                    break;
                case ["--write-texts", string directory, ..]:
                    options.PeerTextsDirectory = directory;
                    arguments = arguments[1..];
                    break;
                case ["--corpus", string file, ..]:
                    TextSource.UseCorpus(Existing(file));
                    arguments = arguments[1..];
                    break;
                case ["--request", string file, ..]:
                    RequestSource.UseFile(Existing(file));
                    arguments = arguments[1..];
                    break;
                case ["--text", string text, ..]:
                    UseText(text);
                    arguments = arguments[1..];
                    break;
                case ["--markdown" or "--write-texts" or "--corpus" or "--request" or "--text"]:
                    throw new InvalidDataException($"{arguments[0]} needs a value.");
                default:
                    options._rest.Add(arguments[0]);
                    break;
            }
        }

        if (options.Quick && options.PeerTextsDirectory is not null)
        {
            throw new InvalidDataException("--write-texts does not go with --quick or --markdown.");
        }

        return (options.Quick || options.PeerTextsDirectory is not null) && options._rest.Count > 0
            ? throw new InvalidDataException($"'{options._rest[0]}' does not go with a quick measurement.")
            : options;
    }

    private static void UseText(string text)
    {
        string[] parts = text.Split('=', 2);
        if (parts.Length < 2 || !Enum.TryParse(parts[0], ignoreCase: true, out TextKind kind) || !Enum.IsDefined(kind))
        {
            throw new InvalidDataException($"--text is to be KIND=FILE with one of {string.Join(", ", Enum.GetNames<TextKind>())}, not '{text}'.");
        }

        TextSource.UseFile(kind, Existing(parts[1]));
    }

    private static string Existing(string file) => File.Exists(file) ? file : throw new InvalidDataException($"{file} does not exist.");

    private bool HasValue(string option, string value)
    {
        int index = _rest.IndexOf(option);
        return index >= 0 && index + 1 < _rest.Count && _rest[index + 1].Equals(value, StringComparison.OrdinalIgnoreCase);
    }
}
