using System.Buffers;

namespace FastTokens;

/// <summary>The pooled buffer in which transcoded text waits for the end of its last piece.</summary>
internal static class PieceBuffer
{
    /// <summary>Moves what is left to the front; doubles the buffer if nothing has been taken from it, because a piece fills it.</summary>
    /// <param name="buffer">The buffer, returned to the pool if another takes its place.</param>
    /// <param name="start">Where the rest begins.</param>
    /// <param name="length">The length of the rest.</param>
    internal static byte[] MakeRoom(byte[] buffer, int start, int length)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, length).CopyTo(buffer);
            return buffer;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(2 * buffer.Length));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
