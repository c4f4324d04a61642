using System.CommandLine;

namespace FastTokens.Cli;

/// <summary><c>fasttokens models</c>: the known models and profiles.</summary>
internal static class ModelsCommand
{
    public static Command Create(CliConsole console)
    {
        Option<bool> json = new("--json") { Description = "Write the lists as one JSON document." };
        Command command = new("models", "Lists the known models, their limits, and the profiles they are estimated with.") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                ModelsReportJson.Write(console);
            }
            else
            {
                ModelsReportTable.Write(console);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
