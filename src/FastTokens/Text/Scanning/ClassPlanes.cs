namespace FastTokens;

/// <summary>
/// How bit planes of a chunk of class bytes lie in memory. Plane k holds bit k of 64 classes in each of its words; two further planes
/// say where a class equals the one before it and where it is a digit. In front of the words of the chunk stands the last word of the
/// chunk before: everything that a position knows of the past, 64 characters of it.
/// </summary>
/// <remarks>
/// A worked example at the narrowest width. The text "ab b" has the classes 61 62 20 62, so plane 0 (bit 0) is 0001 with the first
/// character as its lowest bit, plane 1 is 1010, plane 5 is 1111 and plane 6 is 1011. "Is a letter a or b" is then a few operations
/// on planes that answer for all characters at once, and "the one before" is a shift by one bit.
/// Every text needs the planes from <see cref="NonAscii"/> on. The others are filled only where characters are not ASCII.
/// </remarks>
internal static class ClassPlanes
{
    /// <summary>Planes of the bits of a class, the lowest first.</summary>
    internal const int ClassBits = 8;

    /// <summary>The plane of the highest bit of the classes, which those of ASCII do not have.</summary>
    internal const int NonAscii = 7;

    /// <summary>The plane that says where a class equals the one before it.</summary>
    internal const int EqualsPrevious = 8;

    /// <summary>The plane of digits.</summary>
    internal const int Digit = 9;

    internal const int Count = 10;

    /// <summary>Words of one chunk: 8,192 characters, so that classes, codes and planes stay in the first-level cache.</summary>
    internal const int ChunkWords = 128;

    internal const int ChunkLength = ChunkWords * 64;

    /// <summary>Words from a plane to the next: the chunk, and eight in front so that it begins on a cache line.</summary>
    internal const int Stride = ChunkWords + FirstWord;

    /// <summary>Where the words of the chunk begin in a plane; the word before it is the past.</summary>
    internal const int FirstWord = 8;

    /// <summary>Words of all planes.</summary>
    internal const int TotalWords = Count * Stride;
}
