using System.Text;
using FastTokens.Caching;

namespace FastTokens.Tests.Caching;

/// <summary>Reads requests into lines that tests can compare.</summary>
internal static class Segments
{
    public static List<string> Describe(string json, PromptFormat format) => Describe(Encoding.UTF8.GetBytes(json), format);

    public static List<string> Describe(byte[] body, PromptFormat format)
    {
        PromptReader reader = new(body, format, new byte[PromptReader.GetScratchLength(body.Length)]);
        List<string> lines = [];
        while (reader.Read())
        {
            PromptSegment segment = reader.Current;
            StringBuilder line = new($"{segment.Path} {segment.Kind} {Text(segment.Content)}");
            Append(line, "name", Text(segment.Name));
            Append(line, "id", Text(segment.Id));
            Append(line, "extra", Text(segment.Extra));
            if (segment.Breakpoint.IsSet)
            {
                line.Append(" @").Append(segment.Breakpoint.LifetimeSeconds);
            }

            lines.Add(line.Append(segment.IsBlockEnd ? "" : " …").ToString());
        }

        return lines;
    }

    /// <summary>Reads everything and returns how many segments there were.</summary>
    public static int Count(ReadOnlySpan<byte> body, PromptFormat format)
    {
        PromptReader reader = new(body, format, new byte[PromptReader.GetScratchLength(body.Length)]);
        int count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    private static void Append(StringBuilder line, string what, string text)
    {
        if (text.Length > 0)
        {
            line.Append(' ').Append(what).Append('=').Append(text);
        }
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
