using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>The ids of the reference implementation, made by <c>Golden/make-golden.mjs</c>.</summary>
public class GoldenTests
{
    private static readonly string[] Texts =
        JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(RepositoryFiles.PathOf("tests", "Golden", "texts.json")))!;

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.PathOf("tests", "Golden", "golden.json"))).RootElement;

    public static TheoryData<string> Encodings => ["o200k_base", "cl100k_base", "p50k_base", "r50k_base"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Texts_for_every_rule_have_the_ids_of_the_reference(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        int[][] ids = Golden.GetProperty("encodings").GetProperty(encoding).GetProperty("ids").Deserialize<int[][]>()!;
        Assert.Equal(Texts.Length, ids.Length);
        for (int index = 0; index < ids.Length; index++)
        {
            Assert.Equal(ids[index], tokenizer.EncodeToIds(Texts[index]));
            Assert.Equal(ids[index].Length, tokenizer.CountTokens(Texts[index]));
            Assert.Equal(Texts[index], tokenizer.Decode(ids[index]));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Hostile_strings_have_the_ids_of_the_reference(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long tokens = 0;
        foreach (string text in HostileStrings.Take(Golden.GetProperty("stringCount").GetInt32()))
        {
            int[] ids = tokenizer.EncodeToIds(text);
            Assert.Equal(ids.Length, tokenizer.CountTokens(text));
            tokens += ids.Length;
            byte[] bytes = new byte[4 * (ids.Length + 1)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, ids.Length);
            for (int index = 0; index < ids.Length; index++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * (index + 1)), ids[index]);
            }

            digest.AppendData(bytes);
        }

        JsonElement expected = Golden.GetProperty("encodings").GetProperty(encoding);
        Assert.Equal(expected.GetProperty("hostileTokens").GetInt64(), tokens);
        Assert.Equal(expected.GetProperty("hostileDigest").GetString(), Convert.ToHexStringLower(digest.GetHashAndReset()));
    }
}
