
namespace FastTokens;

/// <summary>
/// The few operations that a scan needs of a vector of bit masks: one bit a character, 64 characters a word, <see cref="WordCount"/> words
/// a vector. The scan is written once over this interface; with <see cref="ulong"/> it runs on any CPU.
/// </summary>
/// <typeparam name="TVector"><see cref="ulong"/> or a hardware vector of them, unwrapped: a struct around it costs an eighth of the speed.</typeparam>
internal interface IScanOps<TVector>
    where TVector : unmanaged
{
    static abstract int WordCount { get; }

    /// <summary>Copies 64 bytes and returns which of them are not ASCII, the first as the lowest bit.</summary>
    static abstract ulong CopyAscii(ref readonly byte source, ref byte destination);

    /// <summary>Copies 64 UTF-16 code units as bytes and returns which of them are not ASCII, the first as the lowest bit; their bytes mean nothing.</summary>
    static abstract ulong CopyAscii(ref readonly char source, ref byte destination);

    /// <summary>Returns which of 64 bytes are at least <paramref name="value"/>, the first as the lowest bit.</summary>
    static abstract ulong AtLeast(ref readonly byte source, byte value);

    /// <summary>Returns which of 64 UTF-16 code units are at least <paramref name="value"/>, the first as the lowest bit.</summary>
    static abstract ulong AtLeast(ref readonly char source, char value);

    /// <summary>
    /// Turns blocks of 64 class bytes into pair codes (see <see cref="PairCodes"/>), and into words of the planes that every text needs:
    /// <see cref="ClassPlanes.NonAscii"/>, <see cref="ClassPlanes.Digit"/> and <see cref="ClassPlanes.EqualsPrevious"/>.
    /// </summary>
    /// <param name="classes">The first class byte; the byte before it is read too.</param>
    /// <param name="blockCount">The number of blocks.</param>
    /// <param name="codes">Where the codes go.</param>
    /// <param name="planes">Where the first word of plane 0 would go; the others follow at distances of <see cref="ClassPlanes.Stride"/>.</param>
    static abstract void Encode(ref readonly byte classes, int blockCount, ref byte codes, ref ulong planes);

    /// <summary>Splits 64 class bytes into their 8 bit planes.</summary>
    /// <param name="classes">The first of 64 class bytes.</param>
    /// <param name="planes">Where the word of plane 0 goes; the others follow at distances of <see cref="ClassPlanes.Stride"/>.</param>
    static abstract void Split(ref readonly byte classes, ref ulong planes);

    /// <summary>Adds the pair counters of blocks of 64 characters, see <see cref="PairCodes"/>.</summary>
    /// <param name="codes">The first code; the code before it is read too.</param>
    /// <param name="blockCount">The number of blocks.</param>
    /// <param name="counters">The counters of pairs.</param>
    static abstract void CountPairs(ref readonly byte codes, int blockCount, Span<long> counters);

    static abstract TVector Load(ref readonly ulong source);

    static abstract TVector And(TVector left, TVector right);

    /// <summary>Returns <paramref name="value"/> without the bits of <paramref name="mask"/>.</summary>
    static abstract TVector AndNot(TVector value, TVector mask);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector Or(TVector first, TVector second, TVector third);

    static abstract TVector Xor(TVector left, TVector right);

    static abstract TVector Not(TVector value);

    static abstract TVector ShiftLeft(TVector value, int count);

    static abstract TVector ShiftRight(TVector value, int count);

    static abstract bool IsZero(TVector value);

    /// <summary>Adds the number of set bits to a counter whose lanes hold at least 31 additions before they overflow.</summary>
    static abstract TVector AddCount(TVector counter, TVector mask);

    /// <summary>Returns the sum of a counter's lanes.</summary>
    static abstract long Sum(TVector counter);
}
