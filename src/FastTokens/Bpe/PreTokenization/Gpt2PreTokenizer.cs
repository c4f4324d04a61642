using System.Numerics;

namespace FastTokens;

/// <summary><see cref="PreTokenizerGrammar.Gpt2"/>: a blank joins the letters, digits or symbols behind it.</summary>
internal readonly struct Gpt2PreTokenizer : IPreTokenizer
{
    public static int PieceEnd(ref PieceReader reader, int start)
    {
        int charClass = reader.ClassAt(start, out int next);
        if (charClass == PreTokenClass.Apostrophe && reader.SkipContraction(start, ignoreCase: false) is int contraction && contraction > start)
        {
            return contraction;
        }

        int body = charClass == PreTokenClass.Blank ? next : start;
        int bodyClass = reader.ClassAt(body, out _);
        foreach (uint classes in (ReadOnlySpan<uint>)[PreTokenClass.Letters, 1 << PreTokenClass.Number, PreTokenClass.Symbols])
        {
            if (PieceReader.IsIn(classes, bodyClass))
            {
                return reader.SkipWhile(body, classes);
            }
        }

        return PieceRules.WhitespaceEnd(ref reader, start, splitsAtNewline: false, takesAllAtEnd: true);
    }

    public static ulong PieceStarts(ref PieceBlock block)
    {
        ulong letters = block.Letter;
        ulong symbols = block.Known & ~(letters | block.Number | block.Whitespace);
        ulong bodies = PieceRules.RunStarts(letters) | PieceRules.RunStarts(block.Number) | PieceRules.RunStarts(symbols);
        ulong starts = bodies & ~(block.Blank << 1);
        for (ulong rest = starts & block.Apostrophe & (letters >> 1); rest != 0; rest &= rest - 1)
        {
            int apostrophe = BitOperations.TrailingZeroCount(rest);
            int length = block.ContractionAt(apostrophe, ignoreCase: false);
            if (length != 0)
            {
                starts &= ~(2UL << apostrophe);
                starts |= letters & ((1UL << apostrophe) << length);
            }
        }

        return block.Settle(starts | PieceRules.WhitespaceStarts(in block, block.Whitespace, splitsAtNewline: false, takesAllAtEnd: true));
    }
}
