using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FastTokens.Tests.Support;

/// <summary>Memory between two inaccessible pages: a read or write that leaves it kills the process.</summary>
internal sealed unsafe class ProtectedMemory : IDisposable
{
    private const int ProtectionNone = 0;
    private const int ReadWrite = 1 | 2;
    private const int PrivateMapping = 2;
    private const uint CommitAndReserve = 0x3000;
    private const uint WindowsNoAccess = 0x01;
    private const uint WindowsReadWrite = 0x04;
    private const uint WindowsRelease = 0x8000;

    private readonly byte* _start;
    private readonly nuint _mappedLength;

    internal ProtectedMemory(int length)
    {
        int page = Environment.SystemPageSize;
        Length = (length + page - 1) / page * page;
        _mappedLength = (nuint)(Length + (2 * page));
        _start = Reserve(_mappedLength);
        Accessible = _start + page;
        Protect(_start, page);
        Protect(Accessible + Length, page);
    }

    /// <summary>Gets the number of bytes that may be touched.</summary>
    internal int Length { get; }

    private byte* Accessible { get; }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            _ = VirtualFree(_start, 0, WindowsRelease);
        }
        else
        {
            _ = Unmap(_start, _mappedLength);
        }
    }

    /// <summary>Copies items to the very beginning of the memory.</summary>
    internal Span<T> AtStart<T>(ReadOnlySpan<T> items)
        where T : unmanaged => CopyTo(Accessible, items);

    /// <summary>Copies items to the very end of the memory.</summary>
    internal Span<T> AtEnd<T>(ReadOnlySpan<T> items)
        where T : unmanaged => CopyTo(Accessible + Length - (items.Length * sizeof(T)), items);

    private static Span<T> CopyTo<T>(byte* address, ReadOnlySpan<T> items)
        where T : unmanaged
    {
        Span<T> copy = new(address, items.Length);
        items.CopyTo(copy);
        return copy;
    }

    private static byte* Reserve(nuint length)
    {
        // Anonymous mappings have another flag on macOS.
        byte* address = OperatingSystem.IsWindows()
            ? VirtualAlloc(null, length, CommitAndReserve, WindowsReadWrite)
            : Map(null, length, ReadWrite, PrivateMapping | (OperatingSystem.IsMacOS() ? 0x1000 : 0x20), -1, 0);
        return address != null && (nint)address != -1 ? address : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Protect(byte* address, int length)
    {
        bool done = OperatingSystem.IsWindows()
            ? VirtualProtect(address, (nuint)length, WindowsNoAccess, out _)
            : SetProtection(address, (nuint)length, ProtectionNone) == 0;
        if (!done)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern byte* Map(byte* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int SetProtection(byte* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(byte* address, nuint length);

    [DllImport("kernel32", SetLastError = true)]
    private static extern byte* VirtualAlloc(byte* address, nuint length, uint type, uint protection);

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool VirtualProtect(byte* address, nuint length, uint protection, out uint oldProtection);

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool VirtualFree(byte* address, nuint length, uint type);
}
