using System.CommandLine;
using System.Globalization;
using System.Text;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary><c>fasttokens diff</c>: where the cache breaks between two requests, and what that costs.</summary>
internal static class DiffCommand
{
    private const int ExcerptBytes = 64;

    public static Command Create(CliConsole console)
    {
        Argument<string> before = new("before") { Description = "The request before: the body as JSON, or - for standard input.", HelpName = "BEFORE.json" };
        Argument<string> after = new("after") { Description = "The request to be sent.", HelpName = "AFTER.json" };
        Option<string?> provider = ProviderOption.Create();
        Option<bool> json = new("--json") { Description = "Write the result as one JSON document." };
        Command command = new("diff", "Shows where two requests part, what was changed there, and what is lost of the prompt cache.") { before, after, provider, json };
        command.SetAction(parsed =>
        {
            string? name = ProviderOption.Get(parsed, provider);
            RequestFile? left = Read(console, parsed.GetValue(before)!, name);
            RequestFile? right = Read(console, parsed.GetValue(after)!, name);
            if (left is null || right is null)
            {
                return ExitCodes.InputFailed;
            }

            PromptChange change = PromptDivergence.Classify(left.Prompt, left.Body, right.Prompt, right.Body, right.Rules);
            if (parsed.GetValue(json))
            {
                WriteJson(console, left, right, change);
            }
            else
            {
                WriteText(console, left, right, change);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static RequestFile? Read(CliConsole console, string path, string? provider)
    {
        RequestFile? file = RequestFile.TryRead(console, path, provider, out InputFailure failure);
        if (file is null)
        {
            console.WriteFailure(failure);
        }

        return file;
    }

    private static (long Cached, long Lost, decimal? Cost) Amounts(RequestFile right, PromptChange change)
    {
        bool isLossless = change.Kind is PromptChangeKind.Identical or PromptChangeKind.Appended or PromptChangeKind.Truncated or PromptChangeKind.Marker;
        long lost = isLossless ? 0 : change.Divergence.TokensLost;
        return (change.Divergence.TokensBefore, lost, right.Rules.CostOfLoss(lost));
    }

    private static int? ByteOffset(PromptChange change) =>
        change.CurrentOffset >= 0 ? change.CurrentOffset : change.PreviousOffset >= 0 ? change.PreviousOffset : null;

    private static void WriteJson(CliConsole console, RequestFile left, RequestFile right, PromptChange change) => JsonReport.Write(console, writer =>
    {
        (long cached, long lost, decimal? cost) = Amounts(right, change);
        writer.WriteString("kind", ChangeNames.Of(change.Kind));
        writer.WriteString("path", change.Path.Root is null ? null : change.Path.ToString());
        JsonReport.WriteNumberOrNull(writer, "byte_offset", ByteOffset(change));
        JsonReport.WriteNumberOrNull(writer, "byte_offset_before", change.PreviousOffset >= 0 ? change.PreviousOffset : null);
        writer.WriteNumber("content_offset", change.ContentOffset);
        writer.WriteString("before", Excerpt(left.Body, change.PreviousOffset));
        writer.WriteString("after", Excerpt(right.Body, change.CurrentOffset));
        writer.WriteNumber("cached_tokens", cached);
        writer.WriteNumber("lost_tokens", lost);
        JsonReport.WriteAmount(writer, "lost_cost_usd", cost);
        writer.WriteNumber("tokens_before", left.Prompt.TokenCount);
        writer.WriteNumber("tokens_after", right.Prompt.TokenCount);
        writer.WriteString("rules", right.Rules.Name);
    });

    private static void WriteText(CliConsole console, RequestFile left, RequestFile right, PromptChange change)
    {
        (long cached, long lost, decimal? cost) = Amounts(right, change);
        StringBuilder text = new();
        text.Append(ChangeNames.Of(change.Kind));
        if (change.Path.Root is not null)
        {
            text.Append(" at ").Append(change.Path.ToString());
        }

        text.Append(ByteOffset(change) is { } offset ? string.Create(CultureInfo.InvariantCulture, $", byte {offset}\n") : "\n");
        AppendExcerpt(text, "- ", Excerpt(left.Body, change.PreviousOffset));
        AppendExcerpt(text, "+ ", Excerpt(right.Body, change.CurrentOffset));
        text.Append(CultureInfo.InvariantCulture, $"cached  {cached} tokens\nlost    {lost} tokens  {Money.Format(cost)}\n");
        console.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void AppendExcerpt(StringBuilder text, string sign, string? excerpt)
    {
        if (excerpt is not null)
        {
            text.Append(sign).Append(PrintableText.Escape(excerpt)).Append('\n');
        }
    }

    // Some bytes before the place and behind it, whole characters only.
    private static string? Excerpt(byte[] body, int offset)
    {
        if (offset < 0)
        {
            return null;
        }

        int start = Math.Max(0, offset - (ExcerptBytes / 4));
        int end = Math.Min(body.Length, offset + ExcerptBytes);
        while (start < body.Length && (body[start] & 0xC0) == 0x80)
        {
            start++;
        }

        while (end < body.Length && (body[end] & 0xC0) == 0x80)
        {
            end--;
        }

        string text = start >= end ? "" : Encoding.UTF8.GetString(body, start, end - start);
        return (start > 0 ? "…" : "") + text + (end < body.Length ? "…" : "");
    }
}
