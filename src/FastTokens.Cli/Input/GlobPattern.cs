using System.Diagnostics.CodeAnalysis;

namespace FastTokens.Cli;

/// <summary>
/// A glob over '/'-separated relative paths, with the meaning git gives it: <c>*</c> and <c>?</c> stay inside one component,
/// <c>[a-z]</c> is a set, <c>**</c> as a whole component stands for any number of components, a backslash takes the special meaning
/// from the character behind it.
/// </summary>
/// <remarks>
/// Microsoft.Extensions.FileSystemGlobbing knows neither <c>?</c> nor sets. One difference from git remains: git matches bytes,
/// so that its <c>?</c> does not match "é"; here <c>?</c> matches a character.
/// </remarks>
internal sealed class GlobPattern
{
    // A null segment is "**".
    private readonly GlobSegment?[] _segments;

    private GlobPattern(GlobSegment?[] segments) => _segments = segments;

    /// <summary>Parses a pattern; false for one that can match nothing (an open set, a backslash at the end).</summary>
    public static bool TryParse(ReadOnlySpan<char> pattern, bool ignoreCase, [NotNullWhen(true)] out GlobPattern? glob)
    {
        glob = null;
        List<GlobSegment?> segments = [];
        int position = 0;
        while (position <= pattern.Length)
        {
            if (!GlobSegment.TryParse(pattern, ref position, ignoreCase, out GlobSegment? segment))
            {
                return false;
            }

            // "**/**" means "**"; one of them keeps the matcher's backtracking to one point.
            if (segment.IsDoubleStar && segments is [.., null])
            {
                continue;
            }

            segments.Add(segment.IsDoubleStar ? null : segment);
        }

        glob = new GlobPattern([.. segments]);
        return true;
    }

    /// <summary>Returns whether the whole path matches.</summary>
    /// <remarks>
    /// Greedy with one backtracking point: once a later "**" is reached, an earlier one never has to give way, because whatever
    /// it could take more, the later one can take too. Worst case: path components × segments.
    /// </remarks>
    public bool IsMatch(ReadOnlySpan<char> path)
    {
        int segment = 0;
        int start = 0;
        int retrySegment = -1;
        int retryStart = 0;
        while (start <= path.Length)
        {
            if (segment < _segments.Length && _segments[segment] is null)
            {
                if (segment == _segments.Length - 1)
                {
                    return true; // A trailing "**" takes all that is left, and at least one component is.
                }

                retrySegment = ++segment;
                retryStart = start;
                continue;
            }

            int end = ComponentEnd(path, start);
            if (segment < _segments.Length && _segments[segment]!.IsMatch(path[start..end]))
            {
                segment++;
                start = end + 1;
            }
            else if (retrySegment >= 0)
            {
                retryStart = ComponentEnd(path, retryStart) + 1;
                start = retryStart;
                segment = retrySegment;
            }
            else
            {
                return false;
            }
        }

        return segment == _segments.Length;
    }

    /// <summary>Returns whether a path below this directory can match; false spares the walk.</summary>
    public bool CanMatchBelow(ReadOnlySpan<char> directory)
    {
        int start = 0;
        for (int segment = 0; segment < _segments.Length; segment++)
        {
            if (start > directory.Length || _segments[segment] is null)
            {
                return true;
            }

            int end = ComponentEnd(directory, start);
            if (!_segments[segment]!.IsMatch(directory[start..end]))
            {
                return false;
            }

            start = end + 1;
        }

        return false;
    }

    private static int ComponentEnd(ReadOnlySpan<char> path, int start)
    {
        int length = path[start..].IndexOf('/');
        return length < 0 ? path.Length : start + length;
    }
}
