#pragma warning disable CS1591 // skeleton
namespace FastTokens;

public sealed class TokenMeter(TokenProfile profile)
{
    public TokenProfile Profile { get; } = profile;
    public long Utf8ByteCount { get; private set; }
    public long Estimate => EstimateFor(Profile);
    public void Append(ReadOnlySpan<byte> utf8Text) => Utf8ByteCount += utf8Text.Length;
    public void Append(ReadOnlySpan<char> text) => Utf8ByteCount += text.Length;
    public long EstimateFor(TokenProfile profile) => (Utf8ByteCount + 3) / 4;
    public void Reset() => Utf8ByteCount = 0;
}
