namespace FastTokens;

/// <summary>Where the compact form of a vocabulary stands: in this assembly, mapped into memory, or in an array.</summary>
internal readonly unsafe struct CompactVocabularySource
{
    private readonly string? _resource;
    private readonly byte[]? _bytes;

    internal CompactVocabularySource(string resource) => _resource = resource;

    internal CompactVocabularySource(byte[] bytes) => _bytes = bytes;

    /// <summary>Returns the compact form; it stays where it is as long as the process, or the array, lives.</summary>
    internal CompactVocabulary Open()
    {
        if (_bytes is not null)
        {
            return new CompactVocabulary(_bytes);
        }

        using Stream stream = typeof(CompactVocabularySource).Assembly.GetManifestResourceStream(_resource!)
            ?? throw new InvalidDataException($"The assembly lacks its resource {_resource}.");
        if (stream is UnmanagedMemoryStream mapped)
        {
            return new CompactVocabulary(new ReadOnlySpan<byte>(mapped.PositionPointer, checked((int)mapped.Length)));
        }

        byte[] copy = new byte[stream.Length];
        stream.ReadExactly(copy);
        return new CompactVocabulary(copy);
    }
}
