namespace FastTokens.Tests.Support;

/// <summary>Merging one pair after the other, which all other ways of merging are compared with.</summary>
internal static unsafe class HeapMerging
{
    /// <summary>Returns the tokens that bytes merge into.</summary>
    internal static uint[] Merge(BpeVocabulary vocabulary, ReadOnlySpan<byte> piece)
    {
        uint[] tokens = new uint[piece.Length];
        for (int index = 0; index < piece.Length; index++)
        {
            tokens[index] = vocabulary.ByteSymbols[piece[index]];
        }

        fixed (uint* symbols = tokens)
        {
            return tokens[..HeapMerger.Merge(vocabulary.Pairs, symbols, piece.Length)];
        }
    }
}
