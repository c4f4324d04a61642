using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>Runs a recorded session through detectors: forecast and verdict turn by turn, as they would have been while it happened.</summary>
/// <remarks>Reads captures, transcripts of a coding agent, block traces and trajectories; the content tells which. For work offline: it reads the whole log and allocates.</remarks>
public static class SessionReplay
{
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 256, AllowTrailingCommas = false };

    /// <summary>Replays a log.</summary>
    /// <param name="utf8Log">The whole log. Lines that are empty or comments (<c>//</c>) are left out.</param>
    /// <param name="options">Provider, model, rules.</param>
    /// <exception cref="InvalidDataException">Nothing in it can be used; the message says why.</exception>
    public static ReplayResult Run(ReadOnlyMemory<byte> utf8Log, ReplayOptions? options = null)
    {
        options ??= ReplayOptions.Default;
        if (utf8Log.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            utf8Log = utf8Log[3..];
        }

        return TryParseWhole(utf8Log, out JsonDocument? document) ? RunDocument(document, options) : RunLines(utf8Log, options);
    }

    private static ReplayResult RunDocument(JsonDocument document, ReplayOptions options)
    {
        using (document)
        {
            JsonElement root = document.RootElement;
            ReplayRun run = new(options);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("hash_id_scope", out _))
            {
                BlockTraceReader.Read(root, run);
                return run.Finish(ReplayFormat.BlockTrace);
            }

            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("messages", out _) && root.TryGetProperty("info", out JsonElement info))
            {
                TrajectoryReader.Read(root, info, run);
                return run.Finish(ReplayFormat.Trajectory);
            }

            List<LogLine> lines = [new LogLine(1, root)];
            return RunLines(lines, run);
        }
    }

    private static ReplayResult RunLines(ReadOnlyMemory<byte> log, ReplayOptions options)
    {
        ReplayRun run = new(options);
        List<LogLine> lines = [];
        int number = 0;
        while (!log.IsEmpty)
        {
            number++;
            int end = log.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? log : log[..end];
            log = end < 0 ? default : log[(end + 1)..];
            ReadOnlySpan<byte> text = line.Span.Trim(" \t\r"u8);
            if (text.IsEmpty || text.StartsWith("//"u8))
            {
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(line, DocumentOptions);
                lines.Add(new LogLine(number, document.RootElement.Clone()));
            }
            catch (JsonException e)
            {
                run.Fail(number, $"not well-formed JSON at byte {e.BytePositionInLine ?? 0} of the line");
            }
        }

        return RunLines(lines, run);
    }

    private static ReplayResult RunLines(List<LogLine> lines, ReplayRun run)
    {
        bool areCaptures = false;
        foreach (LogLine line in lines)
        {
            areCaptures |= line.Root.ValueKind == JsonValueKind.Object && line.Root.TryGetProperty("request", out JsonElement request)
                && request.ValueKind == JsonValueKind.Object && request.TryGetProperty("body", out _);
        }

        if (areCaptures)
        {
            CaptureReader.Read(lines, run);
        }
        else
        {
            TranscriptReader.Read(lines, run);
        }

        return run.Finish(areCaptures ? ReplayFormat.Captures : ReplayFormat.Transcript);
    }

    // A log of lines is no JSON document; one with a single line may be either, and is read as lines unless it is a trace.
    private static bool TryParseWhole(ReadOnlyMemory<byte> log, out JsonDocument document)
    {
        try
        {
            document = JsonDocument.Parse(log, DocumentOptions);
            return true;
        }
        catch (JsonException)
        {
            document = null!;
            return false;
        }
    }
}
