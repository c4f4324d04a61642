using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <summary>Derives from the tokens of a vocabulary, in the order of their ids, what counting needs, and writes it in the compact form.</summary>
internal static unsafe class VocabularyBuilder
{
    /// <summary>Returns the compact form of a vocabulary.</summary>
    /// <param name="tokens">The tokens by ascending id; every byte value is among them, none is there twice, none is empty.</param>
    /// <param name="ids">Their ids, ascending.</param>
    internal static byte[] Build(byte[][] tokens, int[] ids)
    {
        TokenTable table = TokenTable.Build(tokens, out int[] slotOfToken);
        TokenPart[] parts = MergeFinder.FindParts(tokens);
        using ArrayPoolBufferWriter<byte> writer = new();

        int[] tokenOfSlot = new int[table.SlotCount];
        Array.Fill(tokenOfSlot, -1);
        int shortCount = 0;
        int shortBytes = 0;
        int longBytes = 0;
        for (int token = 0; token < tokens.Length; token++)
        {
            if (slotOfToken[token] >= 0)
            {
                tokenOfSlot[slotOfToken[token]] = token;
                shortCount++;
                shortBytes += tokens[token].Length;
            }
            else
            {
                longBytes += tokens[token].Length;
            }
        }

        int pairCount = 0;
        foreach (TokenPart part in parts)
        {
            pairCount += part.IsNone ? 0 : 1;
        }

        List<WholeCharacter> characters = WholeCharacters.Find(tokens, parts, out List<ulong[]> neighbors);
        LetterPairFinder letters = new(tokens, parts, characters, neighbors, static _ => true);
        SortedSet<uint> joined = JoinedCharacters.Find(tokens);
        SortedDictionary<uint, int> crossed = CrossedCharacters.Find(tokens);
        List<(int Page, byte[] TokenCounts)> longPages = LoneCharacters.FindPages(tokens, parts);
        List<int> wideMerges = FindWideMerges(tokens, parts);
        CyrillicMergeFinder cyrillic = new(tokens, parts, characters, neighbors);
        List<(int Index, int Id)> runs = IdMap.FindRuns(ids);
        foreach (int word in (ReadOnlySpan<int>)
            [
                unchecked((int)CompactVocabulary.Magic), tokens.Length, pairCount, table.SlotCount, shortCount, shortBytes,
                tokens.Length - shortCount, longBytes, characters.Count, neighbors.Count,
                letters.Letters.Count, letters.Pairs.Count, joined.Count, runs.Count, wideMerges.Count,
                cyrillic.Merges.Count, cyrillic.Rows.Length, cyrillic.Pairs.Count, crossed.Count, longPages.Count,
            ])
        {
            WriteNumber(writer, word, 4);
        }

        WriteShortTokens(writer, tokens, tokenOfSlot);
        WriteLongTokens(writer, tokens, slotOfToken);
        foreach (TokenPart part in parts)
        {
            WriteNumber(writer, part.IsNone ? (int)CompactVocabulary.NoPart : (int)part.Left, 3);
            WriteNumber(writer, part.IsNone ? (int)CompactVocabulary.NoPart : (int)part.Right, 3);
        }

        foreach (WholeCharacter character in characters)
        {
            WriteNumber(writer, character.CodePoint, 2);
            WriteNumber(writer, character.Token, 3);
            WriteNumber(writer, character.Neighbors, 2);
        }

        foreach (ulong[] set in neighbors)
        {
            WriteBytes(writer, MemoryMarshal.AsBytes<ulong>(set));
        }

        foreach (LetterPairFinder.Letter letter in letters.Letters)
        {
            WriteNumber(writer, letter.CodePoint, 2);
        }

        foreach ((int key, LetterPairFinder.Pair pair) in letters.Pairs)
        {
            WriteNumber(writer, key >> 8, 1);
            WriteNumber(writer, key & 0xFF, 1);
            WriteNumber(writer, pair.Flags, 1);
            WriteNumber(writer, pair.Token < 0 ? (int)CompactVocabulary.NoPart : pair.Token, 3);
            WriteNumber(writer, pair.TakesRight, 2);
            WriteNumber(writer, pair.TakesLeft, 2);
        }

        foreach (uint key in joined)
        {
            WriteNumber(writer, (int)key, 4);
        }

        foreach ((uint edge, int token) in crossed)
        {
            WriteNumber(writer, unchecked((int)edge), 4);
            WriteNumber(writer, token, 3);
        }

        foreach ((int page, byte[] tokenCounts) in longPages)
        {
            WriteNumber(writer, page, 2);
            WriteBytes(writer, tokenCounts);
        }

        foreach (int token in wideMerges)
        {
            WriteNumber(writer, token, 3);
        }

        WriteCyrillic(writer, cyrillic);

        foreach ((int index, int id) in runs)
        {
            WriteNumber(writer, index, 4);
            WriteNumber(writer, id, 4);
        }

        WriteNumber(writer, 0, CompactVocabulary.PaddingLength);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Returns the tokens that merging makes of parts of wide characters only.</summary>
    private static List<int> FindWideMerges(byte[][] tokens, TokenPart[] parts)
    {
        List<int> merges = [];
        for (int token = 0; token < tokens.Length; token++)
        {
            if (!parts[token].IsNone && Array.TrueForAll(tokens[token], WideCounter.IsPart))
            {
                merges.Add(token);
            }
        }

        return merges;
    }

    private static void WriteShortTokens(ArrayPoolBufferWriter<byte> writer, byte[][] tokens, int[] tokenOfSlot)
    {
        foreach (int token in tokenOfSlot)
        {
            WriteNumber(writer, token < 0 ? 0 : tokens[token].Length, 1);
        }

        foreach (int token in tokenOfSlot)
        {
            if (token >= 0)
            {
                WriteNumber(writer, token, 3);
            }
        }

        foreach (int token in tokenOfSlot)
        {
            if (token >= 0)
            {
                WriteBytes(writer, tokens[token]);
            }
        }
    }

    private static void WriteLongTokens(ArrayPoolBufferWriter<byte> writer, byte[][] tokens, int[] slotOfToken)
    {
        for (int pass = 0; pass < 3; pass++)
        {
            for (int token = 0; token < tokens.Length; token++)
            {
                if (slotOfToken[token] >= 0)
                {
                    continue;
                }

                switch (pass)
                {
                    case 0:
                        WriteNumber(writer, tokens[token].Length, 2);
                        break;
                    case 1:
                        WriteNumber(writer, token, 3);
                        break;
                    default:
                        WriteBytes(writer, tokens[token]);
                        break;
                }
            }
        }
    }

    private static void WriteCyrillic(ArrayPoolBufferWriter<byte> writer, CyrillicMergeFinder cyrillic)
    {
        foreach ((int left, int right) in cyrillic.Merges)
        {
            WriteNumber(writer, left, 2);
            WriteNumber(writer, right, 2);
        }

        foreach (int number in (ReadOnlySpan<int>)[.. cyrillic.Rows, .. cyrillic.Letters])
        {
            WriteNumber(writer, number, 2);
        }

        WriteBytes(writer, cyrillic.Prefixes);
        foreach ((int index, uint pair) in cyrillic.Pairs)
        {
            WriteNumber(writer, index, 2);
            WriteNumber(writer, (int)pair, 4);
        }
    }

    private static void WriteBytes(ArrayPoolBufferWriter<byte> writer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }

    private static void WriteNumber(ArrayPoolBufferWriter<byte> writer, int value, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        WriteBytes(writer, bytes[..length]);
    }
}
