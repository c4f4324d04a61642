using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Writes straight-line operations on masks as C#; an operation that was written before is not written again.</summary>
internal sealed class MaskEmitter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public int OperationCount { get; private set; }

    public string Text => _text.ToString();

    public string And(string left, string right) => Emit("And", Ordered(left, right));

    public string AndNot(string value, string mask) => Emit("AndNot", $"{value}, {mask}");

    public string Not(string value) => Emit("Not", value);

    public string OrAnd(string sum, string left, string right) => Emit("OrAnd", $"{sum}, {Ordered(left, right)}");

    /// <summary>Joins masks, three at a time.</summary>
    public string Or(IEnumerable<string> masks)
    {
        Queue<string> open = new(masks.Distinct().Order(StringComparer.Ordinal));
        while (open.Count > 1)
        {
            string first = open.Dequeue();
            string second = open.Dequeue();
            open.Enqueue(open.Count >= 1 ? Emit("Or", $"{first}, {second}, {open.Dequeue()}") : Emit("Or", $"{first}, {second}"));
        }

        return open.Dequeue();
    }

    /// <summary>Adds the join of pairs of masks, each pair where both hold, to a sum that may still be empty.</summary>
    public string? SumOfProducts(string? sum, IEnumerable<(string Left, string Right)> products)
    {
        foreach ((string left, string right) in products)
        {
            sum = sum is null ? And(left, right) : OrAnd(sum, left, right);
        }

        return sum;
    }

    public string Load(string pointer, int index)
    {
        string key = $"{pointer}[{index}]";
        if (!_known.TryGetValue(key, out string? name))
        {
            name = $"{pointer}{index}";
            _text.Append(CultureInfo.InvariantCulture, $"        TVector {name} = {key};\n");
            _known.Add(key, name);
        }

        return name;
    }

    public void Store(string pointer, int index, string mask) =>
        _text.Append(CultureInfo.InvariantCulture, $"        {pointer}[{index}] = {mask};\n");

    private static string Ordered(string left, string right) =>
        string.CompareOrdinal(left, right) <= 0 ? $"{left}, {right}" : $"{right}, {left}";

    private string Emit(string operation, string arguments)
    {
        string key = $"TOps.{operation}({arguments})";
        if (!_known.TryGetValue(key, out string? name))
        {
            name = $"v{OperationCount++}";
            _text.Append(CultureInfo.InvariantCulture, $"        TVector {name} = {key};\n");
            _known.Add(key, name);
        }

        return name;
    }
}
