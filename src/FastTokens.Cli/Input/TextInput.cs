namespace FastTokens.Cli;

/// <summary>One text to count.</summary>
/// <param name="Path">The name to show: as the user wrote it, or below the directory the user wrote; <c>-</c> for standard input.</param>
/// <param name="FullPath">The file to open, or null for standard input.</param>
/// <param name="IsNamed">Whether the user named this very file; a file found in a directory may be left out, a named one may not.</param>
internal readonly record struct TextInput(string Path, string? FullPath, bool IsNamed)
{
    public const string StandardInputName = "-";

    public static TextInput StandardInput { get; } = new(StandardInputName, null, IsNamed: true);

    /// <summary>Opens the text; the caller disposes the stream.</summary>
    public Stream Open(CliConsole console) => FullPath is null
        ? console.Input
        : new FileStream(FullPath, new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete, // A log that is being written can be counted too.
            Options = FileOptions.SequentialScan,
            BufferSize = 0, // Reads go into our own large buffer.
        });
}
