using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FastTokens.Fuzz;

/// <summary>
/// Where inputs that fail are kept, a folder a target. The input under way is written there before it runs, so that it is left behind
/// when the process dies; the next run takes it over as a finding.
/// </summary>
internal sealed class FindingsDirectory(string root) : IDisposable
{
    private const string RunningPrefix = "running-";

    private SafeFileHandle? _running;

    /// <summary>Gets the file that holds the input under way.</summary>
    internal string? Current { get; private set; }

    internal static string HowToReplay(string path)
    {
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return $"Replay: dotnet run -c Release --project fuzz -- replay {relative}";
    }

    /// <summary>Writes the input that runs next. The pages of the file outlive the process.</summary>
    internal void Begin(IFuzzTarget target, ReadOnlySpan<byte> input)
    {
        string path = Path.Combine(root, target.Name, string.Create(CultureInfo.InvariantCulture, $"{RunningPrefix}{Environment.ProcessId}"));
        if (path != Current)
        {
            EndCurrent();
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _running = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
            Current = path;
        }

        RandomAccess.SetLength(_running!, 0);
        RandomAccess.Write(_running!, input, 0);
    }

    /// <summary>Keeps an input that failed; returns its file.</summary>
    internal string Keep(IFuzzTarget target, ReadOnlySpan<byte> input)
    {
        string path = Path.Combine(root, target.Name, NameOf(input));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>Gives the inputs that dead runs left behind the names of findings and returns their files.</summary>
    internal IReadOnlyList<string> AdoptInputsOfDeadRuns()
    {
        List<string> adopted = [];
        if (!Directory.Exists(root))
        {
            return adopted;
        }

        foreach (string file in Directory.GetFiles(root, RunningPrefix + "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!IsAlive(Path.GetFileName(file)[RunningPrefix.Length..]))
            {
                string path = Path.Combine(Path.GetDirectoryName(file)!, NameOf(File.ReadAllBytes(file)));
                File.Move(file, path, overwrite: true);
                adopted.Add(path);
            }
        }

        return adopted;
    }

    public void Dispose() => EndCurrent();

    private static string NameOf(ReadOnlySpan<byte> input) => Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8)) + ".bin";

    private static bool IsAlive(string processId)
    {
        try
        {
            using Process process = Process.GetProcessById(int.Parse(processId, CultureInfo.InvariantCulture));
            return !process.HasExited;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private void EndCurrent()
    {
        if (_running is not null)
        {
            _running.Dispose();
            File.Delete(Current!);
            _running = null;
            Current = null;
        }
    }
}
