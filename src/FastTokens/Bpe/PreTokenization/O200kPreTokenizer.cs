using System.Numerics;

namespace FastTokens;

/// <summary>
/// <see cref="PreTokenizerGrammar.O200k"/>: as cl100k, but a word also ends where an upper-case letter follows a lower-case one, marks belong
/// to words, contractions end words, and slashes go with the newlines behind symbols.
/// </summary>
internal readonly struct O200kPreTokenizer : IPreTokenizer
{
    private const uint Uppers = (1 << PreTokenClass.Upper) | (1 << PreTokenClass.Uncased) | (1 << PreTokenClass.Mark);
    private const uint Lowers = (1 << PreTokenClass.Lower) | (1 << PreTokenClass.LongS) | (1 << PreTokenClass.Uncased) | (1 << PreTokenClass.Mark);
    private const uint Unled = PreTokenClass.Letters | (1 << PreTokenClass.Newline) | (1 << PreTokenClass.Number);

    public static int PieceEnd(ref PieceReader reader, int start)
    {
        int charClass = reader.ClassAt(start, out int next);
        bool mayLead = !PieceReader.IsIn(Unled, charClass);

        // The alternatives in their order, each with the character that leads the word first, if there is one.
        if ((mayLead && TryReadLowerWord(ref reader, next, out int end))
            || TryReadLowerWord(ref reader, start, out end)
            || (mayLead && TryReadUpperWord(ref reader, next, out end))
            || TryReadUpperWord(ref reader, start, out end))
        {
            return reader.ClassAt(end, out _) == PreTokenClass.Apostrophe ? reader.SkipContraction(end, ignoreCase: true) : end;
        }

        if (charClass == PreTokenClass.Number)
        {
            return reader.SkipWhile(start, 1 << PreTokenClass.Number, limit: 3);
        }

        int body = charClass == PreTokenClass.Blank ? next : start;
        return reader.SkipWhile(body, PreTokenClass.Symbols) is int symbols && symbols > body
            ? reader.SkipWhile(symbols, (1 << PreTokenClass.Newline) | (1 << PreTokenClass.Slash))
            : PieceRules.WhitespaceEnd(ref reader, start, splitsAtNewline: true, takesAllAtEnd: false);
    }

    public static ulong PieceStarts(ref PieceBlock block)
    {
        ulong uncased = block.Uncased | block.Mark;
        ulong letters = block.Upper | block.Lower | uncased;

        // Two things that masks do not decide: a mark that follows no letter may lead a word or stand among symbols, and an upper-case letter
        // behind an uncased one may make the word back off. The block ends before them.
        ulong undecided = (block.Mark & block.Lead & ~(letters << 1)) | (block.Upper & (uncased << 1));
        if (undecided != 0)
        {
            int length = BitOperations.TrailingZeroCount(undecided);
            if (length == 0)
            {
                block.IsEnd = false;
                return 1;
            }

            block.Cut(length);
            letters &= block.Known;
        }

        ulong contracted = 0;
        ulong afterContractions = 0;
        for (ulong rest = block.Apostrophe & (letters << 1) & (letters >> 1); rest != 0; rest &= rest - 1)
        {
            int apostrophe = BitOperations.TrailingZeroCount(rest);
            if (((afterContractions >> apostrophe) & 1) != 0)
            {
                // It follows a contraction, so it leads a word of its own. Rare: "can't've".
                block.Cut(apostrophe);
                letters &= block.Known;
                break;
            }

            int length = block.ContractionAt(apostrophe, ignoreCase: true);
            if (length != 0)
            {
                ulong bit = 1UL << apostrophe;
                contracted |= (bit << length) - bit;
                afterContractions |= bit << length;
            }
        }

        ulong symbols = block.Known & ~(letters | block.Number | block.Whitespace);
        ulong trailers = block.Newline | block.Slash;
        ulong trailing = PieceRules.Flood(trailers, block.Newline & (symbols << 1));
        symbols &= ~trailing;
        ulong whitespace = block.Whitespace & ~trailing;

        ulong symbolRuns = PieceRules.RunStarts(symbols);
        ulong afterBlank = block.Blank << 1;
        ulong starts = symbolRuns & ~afterBlank;
        ulong notAlone = PieceRules.BehindSeeded(symbols, (symbols & (symbols << 1) & block.Lead) | (symbolRuns & afterBlank));
        ulong led = (symbols << 1) & ~notAlone;
        ulong afterSpace = (whitespace & ~block.Newline) << 1;
        starts |= PieceRules.RunStarts(letters) & ~(led | afterSpace);
        starts |= block.Upper & (block.Lower << 1);
        starts |= afterContractions & letters;
        starts &= ~contracted;
        starts |= PieceRules.GroupsOfThree(block.Number);
        return block.Settle(starts | PieceRules.WhitespaceStarts(in block, whitespace, splitsAtNewline: true, takesAllAtEnd: false));
    }

    /// <summary>Reads <c>U*L+</c>: it ends in the lower phase, or backs off to the last character that has no case.</summary>
    private static bool TryReadLowerWord(ref PieceReader reader, int start, out int end)
    {
        end = reader.SkipWhile(start, Uppers);
        end = PieceReader.IsIn(Lowers, reader.ClassAt(end, out _)) ? reader.SkipWhile(end, Lowers) : reader.EndOfLast(start, end, Lowers);
        return end > start;
    }

    /// <summary>Reads <c>U+L*</c>; where <c>U*L+</c> does not match, that is a run of upper-case letters.</summary>
    private static bool TryReadUpperWord(ref PieceReader reader, int start, out int end)
    {
        end = reader.SkipWhile(start, Uppers);
        return end > start;
    }
}
