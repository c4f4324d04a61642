using System.Text.Json;
using FastTokens.Caching;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Caching;

/// <summary>The recorded sessions beside the project, where they exist: forecasts against what was read, and nobody blamed who did nothing.</summary>
public class RecordedSessionTests(ITestOutputHelper output)
{
    private const long AnthropicTolerance = 1024;
    private const long OpenAIStep = 128;

    private static readonly string Folder = RepositoryFiles.PathOf("..", "shared", "sessions");

    [Fact]
    public void No_client_is_blamed_where_bodies_only_append()
    {
        int turns = 0;
        foreach (string file in Files("anthropic_api", "openai_api"))
        {
            ReplayResult result = Replay(file);
            turns += result.Turns.Count;
            Assert.Empty(result.Failures);
            Assert.All(result.Turns, static turn => Assert.False(
                turn.Verdict.Kind is CacheVerdictKind.ClientChange or CacheVerdictKind.ModelOrParameterChange or CacheVerdictKind.AccountingMismatch, turn.Verdict.ToString()));
            Assert.All(result.Turns, turn => Assert.True(turn.Change is null, $"{file}, line {turn.Line}: {turn.Change?.Kind} at {turn.Change?.Path}"));
        }

        output.WriteLine(turns == 0 ? "The sessions are not here: nothing was checked." : $"{turns} turns, none blamed on the client");
    }

    [Fact]
    public void Forecasts_are_within_the_tolerance_for_nine_of_ten_turns()
    {
        int within = 0;
        int misses = 0;
        int total = 0;
        Dictionary<(string File, string Session, int Seq), bool> missesOfProvider = ReadLabels();
        foreach (string file in Files("anthropic_api", "openai_api", "coding_agent"))
        {
            ReplayResult result = Replay(file);
            string[] lines = File.ReadAllLines(file);
            int ownWithin = 0;
            int ownTotal = 0;
            foreach (ReplayTurn turn in result.Turns)
            {
                if (turn.Forecast.Evidence.HasFlag(CacheEvidence.FirstRequest))
                {
                    continue;
                }

                long tolerance = turn.Model.StartsWith("gpt", StringComparison.Ordinal) ? OpenAIStep : AnthropicTolerance;
                bool isWithin = Math.Abs(turn.Forecast.Read - turn.Usage.Read) <= tolerance;
                ownTotal++;
                ownWithin += isWithin ? 1 : 0;
                misses += !isWithin && IsMissOfProvider(missesOfProvider, file, result.Format, lines, turn) ? 1 : 0;
            }

            output.WriteLine($"{Path.GetFileName(file)}: {ownWithin} of {ownTotal}");
            within += ownWithin;
            total += ownTotal;
        }

        if (total == 0)
        {
            output.WriteLine("The sessions are not here: nothing was checked.");
            return;
        }

        output.WriteLine($"{within} of {total} ({100.0 * within / total:F1}%); without {misses} misses of the provider that the labels mark: {100.0 * within / (total - misses):F1}%");
        Assert.True((double)within / (total - misses) >= 0.9);
    }

    [Fact]
    public void Block_traces_replay()
    {
        foreach (string file in Files("block_traces"))
        {
            ReplayResult result = Replay(file);
            Assert.Equal(ReplayFormat.BlockTrace, result.Format);
            Assert.InRange(result.Metrics.HitRatio, 0.5, 1);
            Assert.All(result.Turns, static turn => Assert.Equal(turn.Forecast.Read, turn.Usage.Read));
        }
    }

    /// <summary>Edits of recorded requests are found to the byte.</summary>
    [Fact]
    public void A_letter_changed_anywhere_in_a_recorded_body_is_found()
    {
        Random random = new(11);
        foreach (string file in Files("anthropic_api"))
        {
            byte[] body = [.. File.ReadLines(file).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("request").GetProperty("body").GetRawText())
                .MaxBy(static text => text.Length)!.Select(static unit => (byte)unit)];
            if (!System.Text.Unicode.Utf8.IsValid(body))
            {
                continue;
            }

            PromptFingerprint before = SampleRequests.Fingerprint(body);
            for (int turn = 0; turn < 60; turn++)
            {
                FingerprintSegment segment = before.Segments[random.Next(before.Count)];
                int offset = segment.SourceOffset + random.Next(segment.SourceLength);
                bool isLetter = body[offset] is >= (byte)'g' and <= (byte)'z' && body[offset - 1] != (byte)'\\' && IsInText(body, segment, offset);
                if (!isLetter)
                {
                    continue;
                }

                byte[] changed = [.. body];
                changed[offset] = changed[offset] == (byte)'z' ? (byte)'y' : (byte)'z';
                PromptChange change = PromptDivergence.Classify(before, body, SampleRequests.Fingerprint(changed), changed);
                Assert.Equal((segment.Path, offset, offset), (change.Path, change.PreviousOffset, change.CurrentOffset));
                Assert.True(change.Kind is PromptChangeKind.Mutated or PromptChangeKind.Volatile, change.Kind.ToString());
            }
        }
    }

    // Inside a text that has no literals of JSON around the place.
    private static bool IsInText(byte[] body, FingerprintSegment segment, int offset) =>
        body[segment.SourceOffset] == (byte)'"' && offset > segment.SourceOffset && offset < segment.SourceOffset + segment.SourceLength - 1
        && !body.AsSpan(Math.Max(segment.SourceOffset, offset - 8), 8).Contains((byte)'\\');

    private static ReplayResult Replay(string file) => SessionReplay.Run(File.ReadAllBytes(file));

    private static IEnumerable<string> Files(params string[] folders) => folders
        .Select(static folder => Path.Combine(Folder, folder))
        .Where(Directory.Exists)
        .SelectMany(static folder => Directory.GetFiles(folder))
        .Order(StringComparer.Ordinal);

    private static bool IsMissOfProvider(
        Dictionary<(string File, string Session, int Seq), bool> labels, string file, ReplayFormat format, string[] lines, ReplayTurn turn)
    {
        if (format != ReplayFormat.Captures)
        {
            return false;
        }

        using JsonDocument line = JsonDocument.Parse(lines[turn.Line - 1]);
        string session = line.RootElement.TryGetProperty("cassette", out JsonElement cassette) ? cassette.GetString()! : "";
        int seq = line.RootElement.GetProperty("seq").GetInt32();
        return labels.GetValueOrDefault((Path.GetFileName(file), session, seq));
    }

    // A pair whose bodies only append and whose read is short.
    private static Dictionary<(string File, string Session, int Seq), bool> ReadLabels()
    {
        Dictionary<(string File, string Session, int Seq), bool> labels = [];
        string path = Path.Combine(Folder, "labels", "crush_pairs.json");
        if (File.Exists(path))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonElement pair in document.RootElement.EnumerateArray())
            {
                bool isAppend = pair.GetProperty("diff").GetProperty("append_only").GetBoolean();
                bool isShort = pair.GetProperty("read_short_by") is { ValueKind: JsonValueKind.Number } number && number.GetInt64() > OpenAIStep;
                labels[(pair.GetProperty("file").GetString()!, pair.GetProperty("cassette").GetString()!, pair.GetProperty("seq").GetInt32())] = isAppend && isShort;
            }
        }

        return labels;
    }
}
