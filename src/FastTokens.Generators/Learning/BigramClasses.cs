namespace FastTokens.Generators;

/// <summary>
/// The classes whose pairs have a level. Letters are folded to upper case, and so are the four punctuation characters at either end of
/// them (<c>`{|}~</c> to <c>@[\]^</c>, as clearing one bit does, and DEL to <c>_</c>); digits are one class, controls other than tab,
/// line feed, carriage return and escape another, and all that is not ASCII the last.
/// </summary>
internal static class BigramClasses
{
    public const int Control = 0;

    private static readonly byte[] Codes = BuildCodes();
    private static readonly byte[] Classes = BuildClasses();

    /// <summary>The number of classes of ASCII characters; the classes are numbered in the order of their codes.</summary>
    public static int AsciiCount => Codes.Length - 1;

    /// <summary>The number of classes, the last of which is what is not ASCII.</summary>
    public static int Count => Codes.Length;

    public static int NonAscii => Codes.Length - 1;

    /// <summary>The class before the first character of a text.</summary>
    public static int TextStart => Of('\n');

    public static int Of(char c) => c < 0x80 ? Classes[c] : NonAscii;

    /// <summary>Returns the character that stands for the class in files; 80 hexadecimal for what is not ASCII.</summary>
    public static int CodeOf(int bigramClass) => Codes[bigramClass];

    public static bool IsLetter(int bigramClass) => Codes[bigramClass] is >= (byte)'A' and <= (byte)'Z';

    private static byte[] BuildCodes()
    {
        List<byte> codes = [0x00, (byte)'\t', (byte)'\n', (byte)'\r', 0x1B];
        for (byte code = (byte)' '; code <= (byte)'_'; code++)
        {
            if (code is <= (byte)'0' or > (byte)'9')
            {
                codes.Add(code);
            }
        }

        codes.Add(0x80);
        return [.. codes];
    }

    private static byte[] BuildClasses()
    {
        byte[] classes = new byte[0x80];
        for (int c = 0; c < classes.Length; c++)
        {
            int code = c switch
            {
                >= '`' => c - 0x20,
                >= '0' and <= '9' => '0',
                _ => c,
            };
            int found = Array.IndexOf(Codes, (byte)code);
            classes[c] = (byte)(found < 0 ? Control : found);
        }

        return classes;
    }
}
