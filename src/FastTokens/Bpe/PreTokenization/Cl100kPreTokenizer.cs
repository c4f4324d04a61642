using System.Numerics;

namespace FastTokens;

/// <summary><see cref="PreTokenizerGrammar.Cl100k"/>: any character but a newline may lead a word, digits go in threes.</summary>
internal readonly struct Cl100kPreTokenizer : IPreTokenizer
{
    public static int PieceEnd(ref PieceReader reader, int start)
    {
        int charClass = reader.ClassAt(start, out int next);
        if (charClass == PreTokenClass.Apostrophe && reader.SkipContraction(start, ignoreCase: true) is int contraction && contraction > start)
        {
            return contraction;
        }

        if (PieceReader.IsIn(PreTokenClass.Letters, charClass))
        {
            return reader.SkipWhile(start, PreTokenClass.Letters);
        }

        if (charClass == PreTokenClass.Number)
        {
            return reader.SkipWhile(start, 1 << PreTokenClass.Number, limit: 3);
        }

        if (charClass != PreTokenClass.Newline && reader.SkipWhile(next, PreTokenClass.Letters) is int word && word > next)
        {
            return word;
        }

        int body = charClass == PreTokenClass.Blank ? next : start;
        return reader.SkipWhile(body, PreTokenClass.Symbols) is int symbols && symbols > body
            ? reader.SkipWhile(symbols, 1 << PreTokenClass.Newline)
            : PieceRules.WhitespaceEnd(ref reader, start, splitsAtNewline: true, takesAllAtEnd: true);
    }

    public static ulong PieceStarts(ref PieceBlock block)
    {
        ulong letters = block.Letter;
        ulong symbols = block.Known & ~(letters | block.Number | block.Whitespace);
        ulong trailing = PieceRules.Flood(block.Newline, block.Newline & (symbols << 1));
        ulong whitespace = block.Whitespace & ~trailing;

        // Symbols begin a piece, alone or with the blank before them. One that stands alone, without a blank, leads the word behind it.
        ulong symbolRuns = PieceRules.RunStarts(symbols);
        ulong afterBlank = block.Blank << 1;
        ulong starts = symbolRuns & ~afterBlank;
        ulong notAlone = PieceRules.BehindSeeded(symbols, (symbols & (symbols << 1) & block.Lead) | (symbolRuns & afterBlank));
        ulong led = (symbols << 1) & ~notAlone;
        ulong afterSpace = (whitespace & ~block.Newline) << 1;
        ulong words = PieceRules.RunStarts(letters) & ~(led | afterSpace);

        for (ulong rest = starts & block.Apostrophe & (letters >> 1); rest != 0; rest &= rest - 1)
        {
            int apostrophe = BitOperations.TrailingZeroCount(rest);
            int length = block.ContractionAt(apostrophe, ignoreCase: true);
            words |= length == 0 ? 0 : letters & ((1UL << apostrophe) << length);
        }

        starts |= words | PieceRules.GroupsOfThree(in block);
        return block.Settle(starts | PieceRules.WhitespaceStarts(in block, whitespace, splitsAtNewline: true, takesAllAtEnd: true));
    }
}
