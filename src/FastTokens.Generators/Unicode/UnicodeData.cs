namespace FastTokens.Generators;

/// <summary>The Unicode properties that the generated tables are made from, one array element a code point.</summary>
internal sealed class UnicodeData
{
    public const string GeneralCategoryPath = "unicode/GeneralCategory.txt";
    public const string ScriptPath = "unicode/Script.txt";
    public const string EmojiAndWhiteSpacePath = "unicode/EmojiAndWhiteSpace.txt";

    /// <summary>The script of code points that the data file leaves out.</summary>
    public const string UnknownScript = "Unknown";

    private readonly GeneralCategory[] _categories;
    private readonly byte[] _scripts;
    private readonly string[] _scriptNames;
    private readonly bool[] _whiteSpace;
    private readonly bool[] _pictographic;
    private readonly bool[] _emojiPresentation;

    private UnicodeData(GeneratorInput categories, GeneratorInput scripts, GeneratorInput emojiAndWhiteSpace)
    {
        _categories = ReadCategories(categories);
        (_scripts, _scriptNames) = ReadScripts(scripts);
        IReadOnlyList<CodePointRange> binary = CodePointRanges.Parse(emojiAndWhiteSpace);
        _whiteSpace = ReadBinary(emojiAndWhiteSpace, binary, "White_Space");
        _pictographic = ReadBinary(emojiAndWhiteSpace, binary, "Extended_Pictographic");
        _emojiPresentation = ReadBinary(emojiAndWhiteSpace, binary, "Emoji_Presentation");
    }

    /// <summary>Reads the three property files.</summary>
    /// <exception cref="InvalidDataException">A file is missing or wrong; the message names file, line and reason.</exception>
    public static UnicodeData Read(GeneratorInputs inputs) =>
        new(inputs.Get(GeneralCategoryPath), inputs.Get(ScriptPath), inputs.Get(EmojiAndWhiteSpacePath));

    public static UnicodeData Read(GeneratorInput categories, GeneratorInput scripts, GeneratorInput emojiAndWhiteSpace) =>
        new(categories, scripts, emojiAndWhiteSpace);

    public GeneralCategory GeneralCategory(int codePoint) => _categories[codePoint];

    /// <summary>Returns the script by its long name, such as <c>Latin</c> or <c>Canadian_Aboriginal</c>.</summary>
    public string Script(int codePoint) => _scriptNames[_scripts[codePoint]];

    public bool WhiteSpace(int codePoint) => _whiteSpace[codePoint];

    public bool ExtendedPictographic(int codePoint) => _pictographic[codePoint];

    public bool EmojiPresentation(int codePoint) => _emojiPresentation[codePoint];

    /// <summary>Returns whether the category is one of the five of letters.</summary>
    public bool IsLetter(int codePoint) =>
        _categories[codePoint] is >= Generators.GeneralCategory.UppercaseLetter and <= Generators.GeneralCategory.OtherLetter;

    /// <summary>Returns whether the category is one of the three of marks.</summary>
    public bool IsMark(int codePoint) =>
        _categories[codePoint] is >= Generators.GeneralCategory.NonspacingMark and <= Generators.GeneralCategory.EnclosingMark;

    private static GeneralCategory[] ReadCategories(GeneratorInput input)
    {
        GeneralCategory[] categories = new GeneralCategory[CodePointRanges.CodePointCount];
        bool[] seen = new bool[CodePointRanges.CodePointCount];
        foreach (CodePointRange range in CodePointRanges.Parse(input))
        {
            string name = range.Value.Replace("_", "", StringComparison.Ordinal);
            if (!Enum.TryParse(name, out GeneralCategory category) || category.ToString() != name)
            {
                throw CodePointRanges.Wrong(input, range.Line, $"'{range.Value}' is not a general category");
            }

            Claim(input, range, seen);
            Array.Fill(categories, category, range.First, range.Last - range.First + 1);
        }

        return categories;
    }

    private static (byte[] Scripts, string[] Names) ReadScripts(GeneratorInput input)
    {
        byte[] scripts = new byte[CodePointRanges.CodePointCount];
        bool[] seen = new bool[CodePointRanges.CodePointCount];
        List<string> names = [UnknownScript];
        foreach (CodePointRange range in CodePointRanges.Parse(input))
        {
            int index = names.IndexOf(range.Value);
            if (index < 0)
            {
                index = names.Count;
                names.Add(range.Value);
            }

            if (index > byte.MaxValue)
            {
                throw CodePointRanges.Wrong(input, range.Line, "there are more than 256 scripts");
            }

            Claim(input, range, seen);
            Array.Fill(scripts, (byte)index, range.First, range.Last - range.First + 1);
        }

        return (scripts, [.. names]);
    }

    private static bool[] ReadBinary(GeneratorInput input, IReadOnlyList<CodePointRange> ranges, string property)
    {
        bool[] values = new bool[CodePointRanges.CodePointCount];
        bool any = false;
        foreach (CodePointRange range in ranges)
        {
            if (range.Value == property)
            {
                Claim(input, range, values);
                any = true;
            }
        }

        return any ? values : throw new InvalidDataException($"Data/{input.Path}: there is no line of {property}.");
    }

    private static void Claim(GeneratorInput input, CodePointRange range, bool[] seen)
    {
        Span<bool> claimed = seen.AsSpan(range.First, range.Last - range.First + 1);
        int taken = claimed.IndexOf(true);
        if (taken >= 0)
        {
            throw CodePointRanges.Wrong(input, range.Line, $"U+{range.First + taken:X4} has a value already");
        }

        claimed.Fill(true);
    }
}
