using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Caching;

/// <summary>The compact form in which fingerprints and detectors are saved; see <see cref="PromptFingerprint.Save"/>.</summary>
internal static class BinaryForm
{
    private const int MaximumTextBytes = 1 << 16;

    public sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public void WriteBytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

        public void WriteNumber(ulong number)
        {
            Span<byte> span = _buffer.GetSpan(10);
            int length = 0;
            for (; number >= 0x80; number >>= 7)
            {
                span[length++] = (byte)(number | 0x80);
            }

            span[length++] = (byte)number;
            _buffer.Advance(length);
        }

        public void WriteSigned(long number) => WriteNumber((ulong)((number << 1) ^ (number >> 63)));

        public void WriteHash(UInt128 hash)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(_buffer.GetSpan(16), hash);
            _buffer.Advance(16);
        }

        public void WriteText(string text)
        {
            int length = Encoding.UTF8.GetByteCount(text);
            WriteNumber((uint)length);
            _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length + 1)));
        }

        public void WritePath(PromptPath path)
        {
            WriteText(path.Root ?? "");
            WriteSigned(path.Index);
            WriteText(path.Member ?? "");
            WriteSigned(path.Part);
            WriteText(path.Leaf ?? "");
            WriteSigned(path.LeafPart);
        }

        public void WriteUsage(in CacheUsage usage)
        {
            WriteSigned(usage.Uncached);
            WriteSigned(usage.Read);
            WriteSigned(usage.Write5Minutes);
            WriteSigned(usage.Write1Hour);
            WriteSigned(usage.WriteOther);
            WriteSigned(usage.Output);
        }

        public void WriteAmount(decimal? amount)
        {
            WriteNumber(amount is null ? 0u : 1u);
            Span<int> bits = stackalloc int[4];
            decimal.GetBits(amount ?? 0, bits);
            foreach (int part in bits)
            {
                WriteNumber((uint)part);
            }
        }

        /// <summary>Writes what was collected, and its hash.</summary>
        public void CopyTo(IBufferWriter<byte> destination)
        {
            destination.Write(_buffer.WrittenSpan);
            Span<byte> hash = destination.GetSpan(8);
            BinaryPrimitives.WriteUInt64LittleEndian(hash, System.IO.Hashing.XxHash3.HashToUInt64(_buffer.WrittenSpan));
            destination.Advance(8);
        }
    }

    public ref struct Reader
    {
        private readonly string _subject;
        private ReadOnlySpan<byte> _rest;

        /// <exception cref="InvalidDataException">The data end too early or their hash is another one.</exception>
        public Reader(ReadOnlySpan<byte> data, string subject)
        {
            _subject = subject;
            _rest = data;
            if (data.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(data[^8..]) != System.IO.Hashing.XxHash3.HashToUInt64(data[..^8]))
            {
                Throw("the data are damaged: their hash is not the one at their end");
            }

            _rest = data[..^8];
        }

        public void Expect(ReadOnlySpan<byte> magic)
        {
            if (!_rest.StartsWith(magic))
            {
                Throw("the data are something else");
            }

            _rest = _rest[magic.Length..];
        }

        public void ExpectVersion(int version)
        {
            int actual = ReadInt32();
            if (actual != version)
            {
                Throw($"version {actual} cannot be read, only version {version}");
            }
        }

        public ulong ReadNumber(ulong maximum)
        {
            ulong number = 0;
            for (int shift = 0; ; shift += 7)
            {
                Require(1);
                byte next = _rest[0];
                _rest = _rest[1..];
                if (shift > 63 || (shift == 63 && next > 1))
                {
                    Throw("a number is too long");
                }

                number |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    break;
                }
            }

            if (number > maximum)
            {
                Throw($"the number {number} is out of range");
            }

            return number;
        }

        public int ReadInt32() => (int)ReadNumber(int.MaxValue);

        public long ReadSigned()
        {
            ulong number = ReadNumber(ulong.MaxValue);
            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        /// <summary>Reads how many of something follow, each of at least so many bytes.</summary>
        public int ReadCount(int leastBytes)
        {
            int count = ReadInt32();
            Require((long)count * leastBytes);
            return count;
        }

        public UInt128 ReadHash()
        {
            Require(16);
            UInt128 hash = BinaryPrimitives.ReadUInt128LittleEndian(_rest);
            _rest = _rest[16..];
            return hash;
        }

        public string ReadText()
        {
            int length = (int)ReadNumber(MaximumTextBytes);
            Require(length);
            string text = length == 0 ? "" : StringPool.Shared.GetOrAdd(_rest[..length], Encoding.UTF8);
            _rest = _rest[length..];
            return text;
        }

        public PromptPath ReadPath()
        {
            string root = ReadText();
            int index = ReadIndex();
            string member = ReadText();
            int part = ReadIndex();
            string leaf = ReadText();
            return new PromptPath(OrNull(root), index, OrNull(member), part, OrNull(leaf), ReadIndex());
        }

        public CacheUsage ReadUsage() => new(ReadSigned(), ReadSigned(), ReadSigned(), ReadSigned(), ReadSigned(), ReadSigned());

        public decimal? ReadAmount()
        {
            bool hasValue = ReadNumber(1) == 1;
            Span<int> bits = stackalloc int[4];
            foreach (ref int part in bits)
            {
                part = (int)(uint)ReadNumber(uint.MaxValue);
            }

            try
            {
                return hasValue ? new decimal(bits) : null;
            }
            catch (ArgumentException)
            {
                Throw("an amount is out of range");
                return null;
            }
        }

        public void Require(long length)
        {
            if (_rest.Length < length)
            {
                Throw("the data end too early");
            }
        }

        public void RequireEnd()
        {
            if (!_rest.IsEmpty)
            {
                Throw("something follows the end");
            }
        }

        [DoesNotReturn]
        public readonly void Throw(string reason) => throw new InvalidDataException($"Saved {_subject}: {reason}.");

        private int ReadIndex()
        {
            long index = ReadSigned();
            if (index is < -1 or > int.MaxValue)
            {
                Throw("an index is out of range");
            }

            return (int)index;
        }

        private static string? OrNull(string text) => text.Length == 0 ? null : text;
    }
}
