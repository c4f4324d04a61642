using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using BenchmarkDotNet.Environments;

namespace FastTokens.Bench;

/// <summary>What results depend on.</summary>
internal static class Machine
{
    internal static string CpuName => HostEnvironmentInfo.GetCurrent().CpuInfo.Value?.ProcessorName is { Length: > 0 } name ? name.Trim() : "unknown CPU";

    /// <summary>Gets the name of the CPU as that of a folder: lower case, what is neither letter nor digit nor point as a hyphen, trademarks left out.</summary>
    internal static string FolderName
    {
        get
        {
            StringBuilder name = new();
            string plain = CpuName.Replace("(R)", " ", StringComparison.OrdinalIgnoreCase).Replace("(TM)", " ", StringComparison.OrdinalIgnoreCase);
            foreach (char character in plain)
            {
                if (char.IsAsciiLetterOrDigit(character) || (character == '.' && name.Length > 0))
                {
                    name.Append(char.ToLowerInvariant(character));
                }
                else if (name.Length > 0 && name[^1] != '-')
                {
                    name.Append('-');
                }
            }

            return name.ToString().Trim('-', '.');
        }
    }

    // What the CPU can do. The runtime calls wide vectors accelerated only where it finds them worth it: on some CPUs with AVX-512 it does not.
    internal static bool Has512Bits => Vector512.IsHardwareAccelerated || Avx512BW.IsSupported;

    internal static bool Has256Bits => Vector256.IsHardwareAccelerated;

    internal static bool Has128Bits => Vector128.IsHardwareAccelerated;

    /// <summary>Gets a line on CPU, vectors, runtime and the day, which is that of the measurement.</summary>
    internal static string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{CpuName}, {RuntimeInformation.ProcessArchitecture}, {Vectors}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Split(' ')[0]}, {DateTime.UtcNow:yyyy-MM-dd}");

    private static string Vectors =>
        Vector512.IsHardwareAccelerated ? "vectors of 512 bits"
        : Has512Bits ? "vectors of 256 bits preferred to those of 512"
        : Has256Bits ? "vectors of 256 bits"
        : Has128Bits ? "vectors of 128 bits"
        : "no vectors";
}
