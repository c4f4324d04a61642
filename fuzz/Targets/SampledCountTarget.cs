using System.Text;

namespace FastTokens.Fuzz;

/// <summary>Sampled counts: the places where samples are cut change no count, and a long text gives the same answer in any pieces.</summary>
internal sealed class SampledCountTarget : IFuzzTarget
{
    private static readonly BpeTokenizer[] Tokenizers =
        [BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.R50kBase, BpeTokenizer.ClaudeLegacy];

    private static readonly SampledTokenMeter[] Meters = [.. Tokenizers.Select(static tokenizer => new SampledTokenMeter(tokenizer))];

    public string Name => "sampled-count";

    public IReadOnlyList<byte[]> Seeds =>
        [.. ((string[])["Words, 12345 numbers' ends. can't stop", "你好，世界 word。", "a\u0301b c\u200Dd 'e'", "----\n\n\n    x"]).Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<byte[]> Sequences => TextSequences.Utf8;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        InputRandom random = new(input);
        int index = random.Next(Tokenizers.Length);
        CheckBoundary(Tokenizers[index], Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(input)), ref random);

        byte[] text = new byte[SampledTokenMeter.ExactLength + 1 + random.Next(20_000)];
        for (int start = 0; start < text.Length; start += input.Length)
        {
            input[..Math.Min(input.Length, text.Length - start)].CopyTo(text.AsSpan(start));
        }

        SampledTokenMeter meter = Meters[index];
        meter.Reset();
        meter.Append(text);
        SampledEstimate whole = meter.Complete();
        Check.AtMost(whole.Utf8ByteCount, whole.TokenCount, "sampled count against the bytes");
        Check.That(whole.TokenCount >= 1 && double.IsFinite(whole.StandardError), $"a count of {whole}");
        meter.Reset();
        for (ReadOnlySpan<byte> rest = text; !rest.IsEmpty;)
        {
            int length = 1 + random.Next(Math.Min(rest.Length, 5000));
            meter.Append(rest[..length]);
            rest = rest[length..];
        }

        Check.That(meter.Complete() == whole, "sampled count of pieces");
    }

    private static void CheckBoundary(BpeTokenizer tokenizer, byte[] text, ref InputRandom random)
    {
        int place = CertainBoundary.FirstFrom(text, random.Next(text.Length), text.Length);
        if (place > 0 && place < text.Length && char.IsAsciiLetterOrDigit((char)text[place - 1])
            && text[place] < 0x80 && !char.IsAsciiLetterOrDigit((char)text[place]) && text[place] != '\'')
        {
            Check.Equal(
                tokenizer.CountTokens(text), tokenizer.CountTokens(text.AsSpan(0, place)) + tokenizer.CountTokens(text.AsSpan(place)), $"{tokenizer.Name}: parts at {place}");
        }
    }
}
