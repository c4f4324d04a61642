using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>What every suite is measured beside, on the same text in the same run.</summary>
public abstract class YardstickBenchmarks
{
    /// <summary>The category of methods that need not read the whole text: their throughput would mean nothing.</summary>
    internal const string ReadsPart = "ReadsPart";

    [ParamsAllValues]
    public TextForm Form { get; set; }

    /// <summary>Gets the text, one piece a call. Set up by the suite.</summary>
    private protected TextPieces Pieces { get; set; } = null!;

    [Benchmark(Baseline = true)]
    public ulong XxHash3() => System.IO.Hashing.XxHash3.HashToUInt64(Form == TextForm.Utf8 ? Pieces.Utf8 : MemoryMarshal.AsBytes<char>(Pieces.Utf16));

    /// <summary>The length in the other encoding: <see cref="Encoding.GetCharCount(byte[])"/>, of UTF-16 <see cref="Encoding.GetByteCount(string)"/>.</summary>
    [Benchmark]
    public int OtherLength() => Form == TextForm.Utf8 ? Encoding.UTF8.GetCharCount(Pieces.Utf8) : Encoding.UTF8.GetByteCount(Pieces.Utf16);

    [Benchmark]
    [BenchmarkCategory(ReadsPart)]
    public bool AsciiIsValid() => Form == TextForm.Utf8 ? Ascii.IsValid(Pieces.Utf8) : Ascii.IsValid(Pieces.Utf16);

    [Benchmark]
    [BenchmarkCategory(ReadsPart)]
    public int LengthOver4() => (Form == TextForm.Utf8 ? Pieces.Utf8.Length : Pieces.Utf16.Length) / 4;
}
