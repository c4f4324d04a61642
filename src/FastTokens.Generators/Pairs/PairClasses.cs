namespace FastTokens.Generators;

/// <summary>
/// The classes that pairs are learned of: each ASCII character by itself, save that digits are one class, controls other than tab, line
/// feed, carriage return and escape another, DEL goes with the underscore, and all that is not ASCII is the last.
/// </summary>
internal static class PairClasses
{
    private const int Control = 0;

    private static readonly byte[] Classes = Build();

    /// <summary>The number of classes.</summary>
    public static int Count { get; } = Classes.Max() + 1;

    public static int NonAscii => Count - 1;

    /// <summary>The class before the first character of a text.</summary>
    public static int TextStart => Of('\n');

    public static int Of(int scalar) => Classes[Math.Min(scalar, 0x80)];

    private static byte[] Build()
    {
        byte[] classes = new byte[0x81];
        int count = Control + 1;
        foreach (char own in "\t\n\r\u001B")
        {
            classes[own] = (byte)count++;
        }

        for (int c = ' '; c < 0x7F; c++)
        {
            classes[c] = char.IsAsciiDigit((char)c) && c > '0' ? classes['0'] : (byte)count++;
        }

        classes[0x7F] = classes['_'];
        classes[0x80] = (byte)count;
        return classes;
    }
}
