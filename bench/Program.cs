using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FastTokens.Bench;

// --texts DIR: measure the texts of Kind.txt files. --quick: a table in under two minutes. Everything else is BenchmarkDotNet's.
List<string> arguments = [.. args];
int texts = arguments.IndexOf("--texts");
if (texts >= 0)
{
    if (texts + 1 == arguments.Count || !Directory.Exists(arguments[texts + 1]))
    {
        Console.Error.WriteLine("--texts: there is no such folder.");
        return 2;
    }

    Environment.SetEnvironmentVariable(BenchmarkTexts.FolderVariable, Path.GetFullPath(arguments[texts + 1]));
    arguments.RemoveRange(texts, 2);
}

if (arguments.Remove("--quick"))
{
    QuickRun.Run(Console.Out);
    QuickRun.RunTruncation(Console.Out);
    return 0;
}

Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(EstimatorBenchmarks).Assembly).Run([.. arguments])];
return summaries.Length > 0 && summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success)) ? 0 : 1;
