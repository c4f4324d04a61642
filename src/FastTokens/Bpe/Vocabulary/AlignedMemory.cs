using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>Zeroed memory that begins at a cache line and does not move; it lives as long as this object.</summary>
/// <remarks>
/// Large tables are read at random, so that with pages of 4 KB most of the time goes into translating addresses. Where the system has larger
/// pages to give (Linux, transparent huge pages), it is asked for them; that is a hint, and nothing depends on it.
/// </remarks>
internal sealed unsafe class AlignedMemory
{
    private const int LineLength = 64;
    private const int HugePageLength = 2 << 20;
    private const int AdviseHugePages = 14;

    internal AlignedMemory(nuint length)
    {
        Length = Math.Max(length, LineLength);
        nuint alignment = Length >= HugePageLength / 2 ? HugePageLength : (nuint)LineLength;
        nuint reserved = (Length + alignment - 1) & ~(alignment - 1);
        Pointer = (byte*)NativeMemory.AlignedAlloc(reserved, alignment);
        if (alignment == HugePageLength && OperatingSystem.IsLinux())
        {
            AskForHugePages(Pointer, reserved);
        }

        Clear();
        GC.AddMemoryPressure((long)Length);
    }

    ~AlignedMemory()
    {
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure((long)Length);
    }

    internal byte* Pointer { get; }

    internal nuint Length { get; }

    internal void Clear() => NativeMemory.Clear(Pointer, Length);

    private static void AskForHugePages(byte* address, nuint length)
    {
        try
        {
            // What it returns does not matter: without them it is only slower.
            _ = Advise(address, length, AdviseHugePages);
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system whose C library has another name or no such function.
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(void* address, nuint length, int advice);
}
