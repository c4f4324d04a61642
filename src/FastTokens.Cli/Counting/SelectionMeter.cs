namespace FastTokens.Cli;

/// <summary>Counts one text after another, each in pieces, with what the user selected. For one thread.</summary>
internal sealed class SelectionMeter(ProfileSelection selection)
{
    private readonly TokenMeter? _rough = selection.Tokenizer is null ? new TokenMeter(selection.Profiles[0]) : null;
    private readonly ExactTokenMeter? _exact = selection.Tokenizer is { } tokenizer && !selection.IsSampled ? new ExactTokenMeter(tokenizer) : null;
    private readonly SampledTokenMeter? _sampled = selection.Tokenizer is { } tokenizer && selection.IsSampled ? new SampledTokenMeter(tokenizer) : null;

    /// <summary>Whether an exact count is one, see <see cref="ExactTokenMeter.IsExact"/>.</summary>
    public bool IsExact => _exact?.IsExact ?? true;

    public void Reset()
    {
        _rough?.Reset();
        _exact?.Reset();
        _sampled?.Reset();
    }

    public void Append(ReadOnlySpan<byte> utf8Text)
    {
        _rough?.Append(utf8Text);
        _exact?.Append(utf8Text);
        _sampled?.Append(utf8Text);
    }

    /// <summary>Returns the tokens of the text, by column.</summary>
    public long Count(int column) => Sampled?.TokenCount ?? _exact?.Count ?? _rough!.EstimateFor(selection.Profiles[column]);

    /// <summary>The tokens of the text from samples, or null where it was counted in another way. Nothing can be appended any more.</summary>
    public SampledEstimate? Sampled => _sampled?.Complete();

    /// <summary>Returns the tokens of the text, one number for each column.</summary>
    public long[] Counts()
    {
        long[] counts = new long[selection.ColumnCount];
        for (int column = 0; column < counts.Length; column++)
        {
            counts[column] = Count(column);
        }

        return counts;
    }
}
