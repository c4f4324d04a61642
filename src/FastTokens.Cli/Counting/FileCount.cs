namespace FastTokens.Cli;

/// <summary>The count of one text.</summary>
/// <param name="Path">The name to show.</param>
/// <param name="Bytes">The length of the text in UTF-8 bytes, without a byte order mark.</param>
/// <param name="Tokens">The estimates, one for each profile of the report.</param>
/// <param name="Margin">Half the width of the 95% error bar in tokens, where it was counted by samples; 0 elsewhere.</param>
internal sealed record FileCount(string Path, long Bytes, long[] Tokens, double Margin = 0)
{
    /// <summary>Bytes for each token of the first profile, to two decimals, or null if there is no token.</summary>
    public double? BytesPerToken => Tokens[0] == 0 ? null : Math.Round((double)Bytes / Tokens[0], 2);

    /// <summary>The margin in whole tokens, rounded up.</summary>
    public long MarginTokens => (long)Math.Ceiling(Margin);
}
