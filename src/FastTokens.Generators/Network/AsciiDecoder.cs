namespace FastTokens.Generators;

/// <summary>Masks of ASCII classes from the eight planes of one side: rows of 32 by bits 5 and 6, places in a row by bits 0 to 4.</summary>
internal sealed class AsciiDecoder(MaskEmitter emitter, string planes)
{
    /// <summary>Characters of the two rows of letters.</summary>
    public string LetterRow => emitter.And(Ascii, Bit(6));

    public string Letter => emitter.AndNot(LetterRow, emitter.Or([Place(0), emitter.And(emitter.And(Bit(3), Bit(4)), emitter.Or([Bit(2), emitter.And(Bit(0), Bit(1))]))]));

    private string Ascii => emitter.Not(Bit(7));

    private string LowRow => emitter.AndNot(Ascii, Bit(6));

    /// <summary>Returns the mask of one place in any row: a letter, together with <see cref="LetterRow"/>.</summary>
    public string Place(int place) => emitter.And(Low(place & 7), High(place >> 3));

    /// <summary>Returns the mask of a set of classes that are not letters.</summary>
    public string NonLetters(IEnumerable<int> classes)
    {
        List<string> letterRow = [];
        List<string> numberRow = [];
        List<string> controlRow = [];
        List<string> parts = [];
        foreach (int code in classes)
        {
            switch (code)
            {
                case BigramLevelMatrix.NonAscii: parts.Add(Bit(7)); break;
                case 0: controlRow.Add(emitter.Not(emitter.Or([Place('\t'), Place('\n'), Place('\r'), Place(0x1B)]))); break;
                case < 0x20: controlRow.Add(Place(code)); break;
                case '0': numberRow.Add(emitter.AndNot(Bit(4), emitter.And(Bit(3), emitter.Or([Bit(1), Bit(2)])))); break;
                case < 0x40: numberRow.Add(Place(code & 31)); break;
                default: letterRow.Add(Place(code & 31)); break;
            }
        }

        AddRow(letterRow, LetterRow, parts);
        AddRow(numberRow, emitter.And(LowRow, Bit(5)), parts);
        AddRow(controlRow, emitter.AndNot(LowRow, Bit(5)), parts);
        return emitter.Or(parts);
    }

    private void AddRow(List<string> places, string row, List<string> parts)
    {
        if (places.Count > 0)
        {
            parts.Add(emitter.And(row, emitter.Or(places)));
        }
    }

    private string Bit(int bit) => emitter.Load(planes, bit);

    private string Low(int value)
    {
        string two = Pair(Bit(0), Bit(1), value & 3);
        return (value & 4) != 0 ? emitter.And(two, Bit(2)) : emitter.AndNot(two, Bit(2));
    }

    private string High(int value) => Pair(Bit(3), Bit(4), value);

    private string Pair(string lower, string upper, int value) => value switch
    {
        0 => emitter.Not(emitter.Or([lower, upper])),
        1 => emitter.AndNot(lower, upper),
        2 => emitter.AndNot(upper, lower),
        _ => emitter.And(lower, upper),
    };
}
