using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Chooses the machine that splits text into pieces: by grammar, and by the widest vectors of the CPU.</summary>
/// <remarks>The width never changes a piece. 512 bits classify a block in one step; as in <see cref="ScanDispatch"/>, they need the byte instructions.</remarks>
internal static unsafe class PieceDispatch
{
    /// <summary>How many indices <see cref="Split"/> may write beyond its capacity: those of the last block, and where its last piece ends.</summary>
    internal const int Slack = 66;

    /// <inheritdoc cref="PieceSplitter{TGrammar, TOps}.Split"/>
    internal static int Split(PreTokenizerGrammar grammar, byte* text, int start, int end, bool isEnd, int* starts, int capacity) => grammar switch
    {
        PreTokenizerGrammar.Gpt2 => Split<Gpt2PreTokenizer>(text, start, end, isEnd, starts, capacity),
        PreTokenizerGrammar.Cl100k => Split<Cl100kPreTokenizer>(text, start, end, isEnd, starts, capacity),
        _ => Split<O200kPreTokenizer>(text, start, end, isEnd, starts, capacity),
    };

    private static int Split<TGrammar>(byte* text, int start, int end, bool isEnd, int* starts, int capacity)
        where TGrammar : struct, IPreTokenizer =>
        Avx512BW.IsSupported ? PieceSplitter<TGrammar, Vector512BlockOps>.Split(text, start, end, isEnd, starts, capacity)
        : Vector256.IsHardwareAccelerated ? PieceSplitter<TGrammar, Vector256BlockOps>.Split(text, start, end, isEnd, starts, capacity)
        : Vector128.IsHardwareAccelerated ? PieceSplitter<TGrammar, Vector128BlockOps>.Split(text, start, end, isEnd, starts, capacity)
        : PieceSplitter<TGrammar, ScalarBlockOps>.Split(text, start, end, isEnd, starts, capacity);

    /// <summary>Skips characters of some classes; stops at the latest where a block of 64 bytes would go beyond the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where to begin.</param>
    /// <param name="classes">A set of classes, a bit each.</param>
    internal static int SkipRun(ReadOnlySpan<byte> text, int index, uint classes) => SkipRun(text, index, -1, classes);

    /// <summary>Goes back over characters of some classes; stops at the latest where a block of 64 bytes would go beyond the text, at its end or at the limit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where to begin.</param>
    /// <param name="limit">The least index.</param>
    /// <param name="classes">A set of classes, a bit each.</param>
    internal static int SkipRunBack(ReadOnlySpan<byte> text, int index, int limit, uint classes) => SkipRun(text, index, limit, classes);

    private static int SkipRun(ReadOnlySpan<byte> text, int index, int limit, uint classes)
    {
        fixed (byte* bytes = text)
        {
            return Avx512BW.IsSupported ? SkipRun<Vector512BlockOps>(bytes, index, limit, text.Length, classes)
                : Vector256.IsHardwareAccelerated ? SkipRun<Vector256BlockOps>(bytes, index, limit, text.Length, classes)
                : Vector128.IsHardwareAccelerated ? SkipRun<Vector128BlockOps>(bytes, index, limit, text.Length, classes)
                : SkipRun<ScalarBlockOps>(bytes, index, limit, text.Length, classes);
        }
    }

    private static int SkipRun<TOps>(byte* text, int index, int limit, int length, uint classes)
        where TOps : struct, IBlockOps =>
        limit < 0 ? PieceBlockReader<TOps>.SkipRun(text, index, length, classes) : PieceBlockReader<TOps>.SkipRunBack(text, index, limit, length, classes);
}
