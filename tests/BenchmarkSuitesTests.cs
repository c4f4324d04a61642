using System.Reflection;
using System.Text.RegularExpressions;
using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests;

/// <summary>What reads text, requests or messages has a benchmark.</summary>
public class BenchmarkSuitesTests
{
    private static readonly Type[] Input =
    [
        typeof(ReadOnlySpan<byte>), typeof(ReadOnlySpan<char>), typeof(ReadOnlyMemory<byte>), typeof(TextFeatures), typeof(PromptFingerprint),
        typeof(PromptSegment), typeof(IReadOnlyList<ToolResult>),
    ];

    // They look up or hash a name, and nothing else.
    private static readonly string[] OnlyData = [nameof(CompactableTools), nameof(ToolReference)];

    [Fact]
    public void Every_type_that_reads_text_requests_or_messages_is_named_by_a_suite()
    {
        string suites = string.Concat(Directory.GetFiles(RepositoryFiles.PathOf("bench", "Suites"), "*.cs").Select(File.ReadAllText));
        string[] readers = [.. typeof(TokenEstimator).Assembly.GetExportedTypes().Where(Reads).Select(static type => type.Name)];
        Assert.Contains(nameof(TextScanner), readers);
        string[] missing = [.. readers.Except(OnlyData).Where(name => !Regex.IsMatch(suites, $@"\b{name}\b"))];
        Assert.True(missing.Length == 0, $"bench/Suites has no suite of {string.Join(", ", missing)}.");
    }

    private static bool Reads(Type type) => !type.IsInterface && type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(static method => !method.IsSpecialName && method.Name != nameof(ISpanFormattable.TryFormat))
        .SelectMany(static method => method.GetParameters())
        .Concat(type.GetConstructors().SelectMany(static constructor => constructor.GetParameters()))
        .Select(static parameter => parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType)
        .Any(static parameter => Input.Contains(parameter) || (parameter.IsGenericParameter && parameter.GetGenericParameterConstraints().Contains(typeof(IMessageList))));
}
