using System.Text.Json;
using Xunit;

namespace FastTokens.Tests.Cli;

public class ModelsCommandTests
{
    [Fact]
    public void TablesListModelsAndProfiles()
    {
        CliResult result = Run("models");
        Assert.Equal(0, result.ExitCode);
        string[] firstColumn = [.. result.OutputLines.Select(line => line.Split(' ')[0])];
        Assert.Equal(
            ["model", .. ModelCatalog.Default.Models.Select(model => model.Name), "profile", .. TokenProfile.BuiltIn.Select(profile => profile.Name)],
            firstColumn);
    }

    [Fact]
    public void ATerminalShowsThemToo()
    {
        CliResult result = CliRunner.RunOnTerminal(Path.GetTempPath(), width: 160, "models");
        Assert.Equal(0, result.ExitCode);
        Assert.All(ModelCatalog.Default.Models, model => Assert.Contains(model.Name, result.Output));
    }

    [Fact]
    public void JsonHasSourcesAndNullForTheUnknown()
    {
        JsonElement json = Run("models", "--json").Json;
        JsonElement[] models = [.. json.GetProperty("models").EnumerateArray()];
        Assert.Equal(ModelCatalog.Default.Models.Count, models.Length);
        foreach ((ModelInfo expected, JsonElement actual) in ModelCatalog.Default.Models.Zip(models))
        {
            Assert.Equal(expected.Name, actual.GetProperty("name").GetString());
            Assert.Equal(expected.Encoding, actual.GetProperty("encoding").GetString());
            JsonElement window = actual.GetProperty("context_window");
            Assert.Equal(expected.ContextWindow is null, window.ValueKind == JsonValueKind.Null);
            if (expected.ContextWindow is { } known)
            {
                Assert.Equal(known.Value, window.GetProperty("value").GetInt32());
                Assert.Equal(known.Source, window.GetProperty("source").GetString());
            }
        }

        Assert.Equal(TokenProfile.BuiltIn.Count, json.GetProperty("profiles").GetArrayLength());
    }

    private static CliResult Run(params string[] args) => CliRunner.Run(Path.GetTempPath(), (string?)null, args);
}
