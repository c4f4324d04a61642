namespace FastTokens.Tests.Support;

/// <summary>Vocabularies in the form of tiktoken's files: a token in Base64, a blank and its id on a line.</summary>
internal static class VocabularyFile
{
    /// <summary>The 256 bytes, which every vocabulary must have, with their values as ids.</summary>
    internal static string Bytes { get; } = string.Concat(Enumerable.Range(0, 256).Select(static value => Line([(byte)value], value)));

    /// <summary>The bytes, then tokens with the ids behind them.</summary>
    internal static string With(IEnumerable<byte[]> tokens) => Bytes + string.Concat(tokens.Select(static (token, index) => Line(token, 256 + index)));

    /// <summary>Tokens with their places as ids.</summary>
    internal static string Of(IEnumerable<byte[]> tokens) => string.Concat(tokens.Select(Line));

    private static string Line(byte[] token, int id) => $"{Convert.ToBase64String(token)} {id}\n";
}
