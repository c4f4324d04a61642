using System.Text;

namespace FastTokens.Generators;

/// <summary>
/// The parts of a document that are written from results: each stands between <c>&lt;!-- figures NAME of FOLDER --&gt;</c> and
/// <c>&lt;!-- end of figures --&gt;</c>, so that the document says which machine's they are.
/// </summary>
internal static class FigureBlocks
{
    private const string Begin = "<!-- figures ";
    private const string Close = " -->\n";
    private const string End = "<!-- end of figures -->";

    /// <summary>Returns a document with its blocks written anew.</summary>
    /// <exception cref="InvalidDataException">A block is not closed, has no such form, or there is none.</exception>
    public static string Rewrite(string path, string document, string folder, Func<string, string> write)
    {
        StringBuilder text = new();
        int position = 0;
        foreach ((string name, int start, int end) in Find(path, document))
        {
            text.Append(document, position, start - position).Append(Begin).Append(name).Append(" of ").Append(folder).Append(Close);
            string content = write(name).Trim('\n');
            if (content.Length > 0)
            {
                text.Append('\n').Append(content).Append("\n\n");
            }

            text.Append(End);
            position = end;
        }

        return text.Append(document, position, document.Length - position).ToString();
    }

    /// <summary>Returns the folder whose figures a document shows.</summary>
    /// <exception cref="InvalidDataException">It has no block.</exception>
    public static string FolderOf(string path, string document)
    {
        (_, int start, _) = Find(path, document)[0];
        string marker = document[start..document.IndexOf(Close, start, StringComparison.Ordinal)];
        return marker[(marker.LastIndexOf(' ') + 1)..];
    }

    private static List<(string Name, int Start, int End)> Find(string path, string document)
    {
        List<(string Name, int Start, int End)> blocks = [];
        for (int start = document.IndexOf(Begin, StringComparison.Ordinal); start >= 0;)
        {
            int close = document.IndexOf(Close, start, StringComparison.Ordinal);
            int end = document.IndexOf(End, start, StringComparison.Ordinal);
            int next = document.IndexOf(Begin, start + Begin.Length, StringComparison.Ordinal);
            string[] words = close < 0 ? [] : document[(start + Begin.Length)..close].Split(' ');
            if (words is not [_, "of", _])
            {
                throw new InvalidDataException($"{path}: a block of figures begins with '{Begin}NAME of FOLDER{Close.TrimEnd()}'.");
            }

            if (end < 0 || (next >= 0 && next < end))
            {
                throw new InvalidDataException($"{path}: the block of figures '{words[0]}' is not closed with '{End}'.");
            }

            blocks.Add((words[0], start, end + End.Length));
            start = next;
        }

        return blocks.Count > 0 ? blocks : throw new InvalidDataException($"{path} has no block of figures: '{Begin}NAME of FOLDER{Close.TrimEnd()}' to '{End}'.");
    }
}
