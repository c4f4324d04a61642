using System.Globalization;

namespace FastTokens.Cli;

/// <summary>The lines of one input that could not be counted, summed up: a million of them are still one message.</summary>
internal struct BadLines
{
    private long _count;
    private long _firstLine;
    private string? _firstError;

    public void Add(long lineNumber, string error)
    {
        if (_count++ == 0)
        {
            _firstLine = lineNumber;
            _firstError = error;
        }
    }

    /// <summary>Returns the failure of the input, or null if all lines were good.</summary>
    public readonly InputFailure? ToFailure(string path) => _count switch
    {
        0 => null,
        1 => new InputFailure(path, string.Create(CultureInfo.InvariantCulture, $"line {_firstLine}: {_firstError}")),
        _ => new InputFailure(path, string.Create(CultureInfo.InvariantCulture, $"{_count} bad lines, the first is line {_firstLine}: {_firstError}")),
    };
}
