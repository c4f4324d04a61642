using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Classifies the characters of a block sixteen at a time, whatever alphabets they are of: each from its place in the tables, by gathering.</summary>
internal static unsafe class MixedCharacters
{
    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => CodePoints.IsSupported;

    /// <summary>Adds the characters of some leads to their classes.</summary>
    /// <param name="block">The block; the characters end in it.</param>
    /// <param name="leads">The leads.</param>
    /// <returns>The leads of the long s, which is rare.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong Add(ref PieceBlock block, ulong leads)
    {
        Vector512<byte> bytes = Vector512.Load(block.Bytes);
        Vector512<byte> classes = Classify(bytes, leads);
        ulong three = Vector512.GreaterThanOrEqual(bytes, Vector512.Create((byte)0xE0)).ExtractMostSignificantBits();
        ulong four = Vector512.GreaterThanOrEqual(bytes, Vector512.Create((byte)0xF0)).ExtractMostSignificantBits();
        block.Upper |= WholeOf(PreTokenClass.Upper);
        block.Lower |= WholeOf(PreTokenClass.Lower);
        block.Uncased |= WholeOf(PreTokenClass.Uncased);
        block.Mark |= WholeOf(PreTokenClass.Mark);
        block.Number |= WholeOf(PreTokenClass.Number);
        block.Whitespace |= WholeOf(PreTokenClass.Space);
        return LeadsOf(PreTokenClass.LongS);

        ulong LeadsOf(byte charClass) => Vector512.Equals(classes, Vector512.Create(charClass)).ExtractMostSignificantBits();

        ulong WholeOf(byte charClass)
        {
            ulong found = LeadsOf(charClass);
            return found | (found << 1) | ((found & three) << 2) | ((found & four) << 3);
        }
    }

    /// <summary>Returns the classes of characters of two to four bytes, in the places of their leads; elsewhere 0.</summary>
    /// <param name="block">The 64 bytes.</param>
    /// <param name="leads">The leads of the characters, which end in the block; the text is well-formed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Classify(Vector512<byte> block, ulong leads)
    {
        Vector512<byte> areLeads = Vector512BlockOps.FromBits(leads);
        Vector512<byte> places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, areLeads, Vector512<byte>.Indices);
        Vector512<byte> classes = OfSixteen(block, places.GetLower().GetLower()).ToVector256().ToVector512();
        if (BitOperations.PopCount(leads) > 16)
        {
            classes = classes.WithLower(classes.GetLower().WithUpper(OfSixteen(block, places.GetLower().GetUpper())));
        }

        return Avx512Vbmi2.Expand(Vector512<byte>.Zero, areLeads, classes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> OfSixteen(Vector512<byte> block, Vector128<byte> places)
    {
        // Lanes behind the last place read what the block begins with, a character too.
        Vector512<uint> codePoints = CodePoints.Decode(block, places, out Vector512<uint> isLong);
        Vector512<uint> classes = Gather(PreTokenClassTable.Bmp, codePoints & ~isLong);
        if (isLong != Vector512<uint>.Zero)
        {
            Vector512<uint> pages = Gather(PreTokenClassTable.SupplementaryPages, ((codePoints - Vector512.Create(0x10000u)) >> 8) & isLong);
            Vector512<uint> others = Gather(PreTokenClassTable.SupplementaryClasses, ((pages << 8) | (codePoints & Vector512.Create(0xFFu))) & isLong);
            classes = Vector512.ConditionalSelect(isLong, others, classes);
        }

        return Avx512F.ConvertToVector128Byte(classes);
    }

    /// <summary>Reads a byte at each index of a table whose length is a multiple of four: words are read, and the byte shifted down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Gather(ReadOnlySpan<byte> table, Vector512<uint> indices)
    {
        // The table is part of the image and does not move.
        uint* words = (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table));
        return Avx512F.ShiftRightLogicalVariable(Gathering.Gather(words, indices >> 2), (indices & Vector512.Create(3u)) << 3) & Vector512.Create(0xFFu);
    }
}
