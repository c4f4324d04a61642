using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Writes the few kinds of SVG that the charts consist of. Coordinates have one decimal, so that drawings are the same everywhere.</summary>
internal sealed class SvgDrawing(int width, int height)
{
    private readonly StringBuilder _content = new();

    public void Line(double x1, double y1, double x2, double y2, string color) =>
        _content.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x1:0.#} {y1:0.#}L{x2:0.#} {y2:0.#}\" stroke=\"{color}\"/>\n");

    /// <summary>Draws dots as lines of no length with round ends: the shortest form there is.</summary>
    public void Dots(IEnumerable<(double X, double Y)> dots, double size, string color)
    {
        _content.Append(CultureInfo.InvariantCulture, $"<path stroke=\"{color}\" stroke-opacity=\"0.5\" stroke-width=\"{size}\" stroke-linecap=\"round\" d=\"");
        foreach ((double x, double y) in dots)
        {
            _content.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}h0");
        }

        _content.Append("\"/>\n");
    }

    public void Rectangle(double x, double y, double width, double height, string color) =>
        _content.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{color}\"/>\n");

    /// <summary>Draws a line through points.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, string color) => _content
        .Append("<polyline fill=\"none\" stroke-width=\"2\" points=\"")
        .AppendJoin(' ', points.Select(static point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")))
        .Append(CultureInfo.InvariantCulture, $"\" stroke=\"{color}\"/>\n");

    public void Text(double x, double y, string text, string anchor = "middle", int size = 12, string weight = "normal") => _content.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" font-size=\"{size}\" font-weight=\"{weight}\">{text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}</text>\n");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" fill=\"#333\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n{_content}</svg>\n");
}
