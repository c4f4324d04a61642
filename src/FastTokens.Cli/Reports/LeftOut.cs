using System.Globalization;

namespace FastTokens.Cli;

/// <summary>How much of the directories was not counted, by reason.</summary>
/// <param name="Ignored">Files, and directories as wholes, that <c>.gitignore</c> rules exclude.</param>
/// <param name="Binary">Files with a NUL byte near the start.</param>
/// <param name="Links">Symbolic links, which are not followed.</param>
internal readonly record struct LeftOut(int Ignored, int Binary, int Links)
{
    /// <summary>Returns the note for the user, or null if nothing was left out.</summary>
    public string? Describe()
    {
        List<string> parts = [];
        AddPart(Ignored, "git-ignored entry", "git-ignored entries");
        AddPart(Binary, "binary file", "binary files");
        AddPart(Links, "symbolic link", "symbolic links");
        return parts.Count == 0 ? null : $"left out {string.Join(", ", parts)}";

        void AddPart(int count, string singular, string plural)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? singular : plural)}"));
            }
        }
    }
}
