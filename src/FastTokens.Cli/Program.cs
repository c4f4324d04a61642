using FastTokens.Cli;

// Work runs beside this thread: a read that blocks on standard input does not see the cancellation, and must not outlive Ctrl+C.
TimeSpan gracePeriod = TimeSpan.FromMilliseconds(500);

using CancellationTokenSource cancellation = new();
Console.CancelKeyPress += (_, eventArgs) =>
{
    eventArgs.Cancel = true;
    cancellation.Cancel();
};

using CliConsole console = CliConsole.ForProcess(cancellation.Token);
Task<int> work = Task.Run(() => CommandLineApplication.Run(args, console));
try
{
    return await work.WaitAsync(cancellation.Token).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    await Task.WhenAny(work, Task.Delay(gracePeriod)).ConfigureAwait(false);
    return ExitCodes.Cancelled;
}
