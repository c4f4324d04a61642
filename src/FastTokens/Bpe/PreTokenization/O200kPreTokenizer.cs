using System.Numerics;
using System.Runtime.CompilerServices;

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

        if (block.Mark != 0)
        {
            ulong symbolMarks = MarksAmongSymbols(in block);
            uncased &= ~symbolMarks;
            letters &= ~symbolMarks;
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
        ulong trailing = Trailing(in block, symbols);
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
        ulong behindUncased = block.Upper & (uncased << 1);
        if (behindUncased != 0)
        {
            starts |= UpperTails(in block, uncased, behindUncased, block.Lower & ~contracted);
        }

        starts |= afterContractions & letters;
        starts &= ~contracted;
        starts |= PieceRules.GroupsOfThree(in block);
        return block.Settle(starts | PieceRules.WhitespaceStarts(in block, whitespace, splitsAtNewline: true, takesAllAtEnd: false));
    }

    /// <summary>Returns the newlines and slashes that go with the symbols before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Trailing(in PieceBlock block, ulong symbols) => PieceRules.Flood(block.Newline | block.Slash, block.Newline & (symbols << 1));

    /// <summary>Returns the marks that are symbols as well: those behind a symbol that leads no word, because another one or a blank stands before it.</summary>
    private static ulong MarksAmongSymbols(in PieceBlock block)
    {
        ulong symbols = block.Known & ~(block.Letter | block.Mark | block.Number | block.Whitespace);
        for (ulong rest = block.Mark & (symbols << 1); rest != 0; rest &= rest - 1)
        {
            ulong mark = rest & (0 - rest);
            ulong symbol = block.Before(mark);
            ulong others = symbols & ~Trailing(in block, symbols);
            symbols |= ((symbol >> 1) & (others | block.Blank)) != 0 ? PieceRules.Flood(block.Mark, mark) : 0;
        }

        return symbols & block.Mark;
    }

    /// <summary>Returns those upper-case letters behind uncased ones that begin a piece: in the lower phase all, in the upper phase where no letter but upper-case ones follows.</summary>
    private static ulong UpperTails(in PieceBlock block, ulong uncased, ulong behindUncased, ulong lower)
    {
        ulong ofLowerPhase = PieceRules.Flood(uncased, uncased & (lower << 1));
        ulong starts = behindUncased & (ofLowerPhase << 1);
        for (ulong rest = behindUncased & ~starts; rest != 0; rest &= rest - 1)
        {
            // At the end of the block it is not known. Then the piece goes on there, and is read again.
            ulong upper = rest & (0 - rest);
            ulong behind = (block.Upper + upper) & ~block.Upper;
            bool isTail = (behind & block.Known) != 0 ? (behind & (block.Lower | uncased)) == 0 : block.IsEnd;
            starts |= isTail ? upper : 0;
        }

        return starts;
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
