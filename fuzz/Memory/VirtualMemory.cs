using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FastTokens.Fuzz;

/// <summary>Pages of the operating system: mmap and mprotect, or VirtualAlloc and VirtualProtect.</summary>
internal static unsafe partial class VirtualMemory
{
    /// <summary>Maps pages that nobody may touch.</summary>
    internal static byte* Reserve(nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            const uint MemCommitReserve = 0x3000;
            const uint PageNoAccess = 0x01;
            void* pages = VirtualAlloc(null, length, MemCommitReserve, PageNoAccess);
            return pages != null ? (byte*)pages : throw LastError("VirtualAlloc");
        }

        const int MapPrivate = 0x02;
        int mapAnonymous = OperatingSystem.IsLinux() ? 0x20 : 0x1000;
        nint mapped = MemoryMap(0, length, protection: 0, MapPrivate | mapAnonymous, file: -1, offset: 0);
        return mapped != -1 ? (byte*)mapped : throw LastError("mmap");
    }

    /// <summary>Lets pages be read and written.</summary>
    internal static void Allow(byte* pages, nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            const uint PageReadWrite = 0x04;
            if (!VirtualProtect(pages, length, PageReadWrite, out _))
            {
                throw LastError("VirtualProtect");
            }

            return;
        }

        const int ReadWrite = 0x03;
        if (MemoryProtect((nint)pages, length, ReadWrite) != 0)
        {
            throw LastError("mprotect");
        }
    }

    internal static void Release(byte* pages, nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            const uint MemRelease = 0x8000;
            if (!VirtualFree(pages, 0, MemRelease))
            {
                throw LastError("VirtualFree");
            }
        }
        else if (MemoryUnmap((nint)pages, length) != 0)
        {
            throw LastError("munmap");
        }
    }

    private static IOException LastError(string function)
    {
        Win32Exception reason = new(Marshal.GetLastPInvokeError());
        return new IOException($"{function} failed: {reason.Message}", reason);
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MemoryProtect(nint address, nuint length, int protection);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MemoryUnmap(nint address, nuint length);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32", SetLastError = true)]
    private static partial void* VirtualAlloc(void* address, nuint size, uint allocationType, uint protection);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(void* address, nuint size, uint protection, out uint oldProtection);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualFree(void* address, nuint size, uint freeType);
}
