using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace FastTokens.Bench;

/// <summary>
/// Writes the texts on which other libraries are measured (bench/peers), and how fast FastTokens is on them: strings of one size, the best of many
/// runs one after the other.
/// </summary>
internal static partial class QuickPeers
{
    private const int Size = 1 << 18;
    private const int WarmUpRuns = 30;
    private const int MinimumRuns = 12;
    private const double MinimumSeconds = 0.5;

    /// <summary>Writes <c>KIND.txt</c> for each kind and <c>fasttokens.json</c> into a directory.</summary>
    /// <exception cref="InvalidDataException">Another library counts otherwise.</exception>
    internal static void Run(string directory, TextWriter output)
    {
        BpeTokenizer tokenizer = BpeTokenizer.O200kBase;
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        List<(string Name, bool IsExact, Action Before, Func<string, int> Count)> peers =
        [
            ("FastTokens, exact, warm", true, static () => { }, text => tokenizer.CountTokens(text)),
            ("FastTokens, exact, first touch", true, PieceCache.Forget, text => tokenizer.CountTokens(text)),
            ("FastTokens, rough", false, static () => { }, text => estimator.CountTokens(text)),
        ];
        AddNetPeers(peers);
        Directory.CreateDirectory(directory);
        using FileStream file = File.Create(Path.Combine(directory, "fasttokens.json"));
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("machine", Machine.Description);
        json.WriteNumber("minimumSeconds", MinimumSeconds);
        json.WriteNumber("minimumRuns", MinimumRuns);
        json.WriteStartArray("texts");
        foreach (TextKind kind in Enum.GetValues<TextKind>())
        {
            string text = TextPieces.Create(kind, Size).Utf16;
            File.WriteAllText(Path.Combine(directory, $"{kind}.txt"), text);
            Write(json, kind, text, tokenizer.CountTokens(text), peers);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        string results = Path.Combine("bench", "results", Machine.FolderName, "peers.md");
        output.WriteLine($"Written to {directory}. Now, from the repository's root:");
        output.WriteLine($"(cd bench/peers && npm ci) && node bench/peers/measure.mjs \"{directory}\" --markdown \"{results}\"");
    }

    /// <summary>Adds the libraries of bench/peers/dotnet, where they are compiled in.</summary>
    static partial void AddNetPeers(List<(string Name, bool IsExact, Action Before, Func<string, int> Count)> peers);

    private static void Write(Utf8JsonWriter json, TextKind kind, string text, int tokens, List<(string Name, bool IsExact, Action Before, Func<string, int> Count)> peers)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        json.WriteStartObject();
        json.WriteString("name", kind.ToString());
        json.WriteString("file", $"{kind}.txt");
        json.WriteNumber("bytes", bytes);
        json.WriteNumber("tokens", tokens);
        json.WriteStartObject("megabytesPerSecond");
        foreach ((string name, bool isExact, Action before, Func<string, int> count) in peers)
        {
            int counted = count(text);
            if (isExact && counted != tokens)
            {
                throw new InvalidDataException($"{kind}: {name} counts {counted} tokens, FastTokens {tokens}.");
            }

            json.WriteNumber(name, Math.Round(bytes / Best(before, count, text) / 1e6, 3));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static double Best(Action before, Func<string, int> count, string text)
    {
        // The runtime compiles anew what runs often, in the background: time for it before the measurement.
        for (int run = 0; run < WarmUpRuns; run++)
        {
            before();
            count(text);
        }

        Thread.Sleep(200);
        double fastest = double.MaxValue;
        double total = 0;
        for (int run = 0; run < MinimumRuns || total < MinimumSeconds; run++)
        {
            before();
            long start = Stopwatch.GetTimestamp();
            count(text);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            fastest = Math.Min(fastest, seconds);
            total += seconds;
        }

        return fastest;
    }
}
