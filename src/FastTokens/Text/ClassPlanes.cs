namespace FastTokens;

/// <summary>
/// How the bit planes of a chunk of class bytes lie in memory. Plane k holds bit k of 64 classes in each of its words; a ninth plane says
/// where a class equals the one before it. In front of the words of the chunk stands the last word of the chunk before: everything that
/// a position knows of the past, 64 characters of it.
/// </summary>
/// <remarks>
/// A worked example at the narrowest width. The text "ab b" has the classes 61 62 20 62, so plane 0 (bit 0) is 0001 with the first
/// character as its lowest bit, plane 1 is 1010, plane 5 is 1111 and plane 6 is 1011. "Is a letter a or b" is then a few operations
/// on planes that answer for all characters at once, and "the one before" is a shift by one bit.
/// </remarks>
internal static class ClassPlanes
{
    /// <summary>Eight bits of the class and one for equality with the class before.</summary>
    internal const int Count = 9;

    /// <summary>The plane that says where a class equals the one before it.</summary>
    internal const int EqualsPrevious = 8;

    /// <summary>Words of one chunk: 8,192 characters, so that classes and planes stay in the first-level cache.</summary>
    internal const int ChunkWords = 128;

    internal const int ChunkLength = ChunkWords * 64;

    /// <summary>Words from a plane to the next: the chunk, and eight in front so that it begins on a cache line.</summary>
    internal const int Stride = ChunkWords + FirstWord;

    /// <summary>Where the words of the chunk begin in a plane; the word before it is the past.</summary>
    internal const int FirstWord = 8;

    /// <summary>Words of all planes.</summary>
    internal const int TotalWords = Count * Stride;
}
