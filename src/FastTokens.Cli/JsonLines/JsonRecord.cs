namespace FastTokens.Cli;

/// <summary>Where in a line of JSON the parts are that a count needs.</summary>
/// <param name="Id">The value of <c>id</c> as it is written, or null if there is none.</param>
/// <param name="Text">The text to count, between its quotes.</param>
/// <param name="IsTextEscaped">Whether the text holds escapes.</param>
internal readonly record struct JsonRecord(Range? Id, Range Text, bool IsTextEscaped);
