using System.Text;

namespace FastTokens.Caching;

/// <summary>The content of a segment, read again from its body, and the way back from its bytes to those of the body.</summary>
internal readonly struct SourceText
{
    private readonly FingerprintSegment _segment;
    private readonly bool _isJson;

    private SourceText(byte[] content, FingerprintSegment segment, bool isJson)
    {
        Content = content;
        _segment = segment;
        _isJson = isJson;
    }

    public byte[] Content { get; }

    /// <exception cref="ArgumentException">The body is not the one that the segment is from.</exception>
    public static SourceText Read(ReadOnlySpan<byte> body, PromptFormat format, in FingerprintSegment segment)
    {
        byte[] scratch = new byte[PromptReader.GetScratchLength(body.Length)];
        PromptReader reader = new(body, format, scratch);
        while (reader.Read())
        {
            PromptSegment candidate = reader.Current;
            if (candidate.SourceOffset == segment.SourceOffset && candidate.Path == segment.Path)
            {
                return new SourceText(candidate.Content.ToArray(), segment, candidate.IsJson);
            }
        }

        throw new ArgumentException($"The body has no segment {segment.Path} at byte {segment.SourceOffset}: it is not the one that was fingerprinted.", nameof(body));
    }

    /// <summary>Returns the byte of the body that a byte of the content comes from.</summary>
    public int OffsetInBody(ReadOnlySpan<byte> body, int contentOffset)
    {
        ReadOnlySpan<byte> value = body.Slice(_segment.SourceOffset, _segment.SourceLength);
        if (value is not [(byte)'"' or (byte)'{' or (byte)'[', ..])
        {
            return _segment.SourceOffset + Math.Min(contentOffset, value.Length);
        }

        (int start, int end) marker = _isJson ? FindMarker(value) : default;
        bool isInString = !_isJson;
        int position = isInString ? 1 : 0;
        for (int produced = 0; position < value.Length;)
        {
            if (position == marker.start && marker.end > 0)
            {
                position = marker.end;
                continue;
            }

            (int read, int written) = Step(value[position..], isInString, _isJson);
            if (written > 0 && produced + written > contentOffset)
            {
                break;
            }

            isInString ^= value[position] == (byte)'"';
            produced += written;
            position += read;
        }

        return _segment.SourceOffset + Math.Min(position, value.Length);
    }

    /// <summary>Returns where the bodies differ first around two segments whose contents are the same.</summary>
    public static (int Previous, int Current) FirstRawDifference(
        ReadOnlySpan<byte> previous, in FingerprintSegment before, ReadOnlySpan<byte> current, in FingerprintSegment after)
    {
        // The members that differ stand in the same object: from its bracket on, the bodies are compared as they are written.
        int left = ObjectStart(previous, before.SourceOffset);
        int right = ObjectStart(current, after.SourceOffset);
        int common = previous[left..].CommonPrefixLength(current[right..]);
        return (left + common, right + common);
    }

    /// <summary>Returns where a member of the request has its value, or -1.</summary>
    public static int FindMember(ReadOnlySpan<byte> body, ReadOnlySpan<char> name)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(name)];
        Encoding.UTF8.GetBytes(name, utf8);
        JsonCursor json = new(body);
        json.PeekKind();
        json.Open();
        for (bool isFirst = true; json.NextMember(ref isFirst, out ReadOnlySpan<byte> member);)
        {
            json.PeekKind();
            if (member.SequenceEqual(utf8))
            {
                return json.Position;
            }

            json.SkipValue();
        }

        return -1;
    }

    // Back to the bracket of the object that the value is a member of: strings between are skipped from the left, so it starts at the last
    // bracket that is still open there.
    private static int ObjectStart(ReadOnlySpan<byte> body, int offset)
    {
        Stack<int> open = new();
        bool isInString = false;
        for (int index = 0; index < offset; index++)
        {
            switch (body[index])
            {
                case (byte)'\\' when isInString:
                    index++;
                    break;
                case (byte)'"':
                    isInString = !isInString;
                    break;
                case (byte)'{' or (byte)'[' when !isInString:
                    open.Push(index);
                    break;
                case (byte)'}' or (byte)']' when !isInString:
                    open.Pop();
                    break;
            }
        }

        return open.Count > 0 ? open.Peek() : 0;
    }

    // How many bytes the next token of a value has, and how many the copy has for it.
    private static (int Read, int Written) Step(ReadOnlySpan<byte> rest, bool isInString, bool isCanonical)
    {
        if (rest[0] == (byte)'\\' && isInString)
        {
            JsonCursor escape = new(rest);
            Span<byte> copy = stackalloc byte[16];
            return escape.CopyEscape(copy, isCanonical);
        }

        bool isSpace = !isInString && rest[0] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
        return (1, isSpace ? 0 : 1);
    }

    // The range of a marker in a block that is kept whole, with the comma that goes with it.
    private static (int Start, int End) FindMarker(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'{', ..])
        {
            return default;
        }

        JsonCursor json = new(value);
        json.Open();
        int endOfLast = 1;
        bool isFirstMember = true;
        for (bool isFirst = true; json.NextMember(ref isFirst, out ReadOnlySpan<byte> name); isFirstMember = false)
        {
            json.SkipValue();
            if (name.SequenceEqual("cache_control"u8) || name.SequenceEqual("prompt_cache_breakpoint"u8))
            {
                int end = json.Position;
                if (isFirstMember)
                {
                    json.SkipWhiteSpace();
                    end = value[json.Position] == (byte)',' ? json.Position + 1 : end;
                }

                return (endOfLast, end);
            }

            endOfLast = json.Position;
        }

        return default;
    }
}
