using System.Globalization;
using Spectre.Console;

namespace FastTokens.Cli;

/// <summary>Shows on standard error how far work has come that takes a person's time: a bar, or a spinner while the end is unknown.</summary>
internal sealed class ProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _terminal;
    private readonly WorkProgress _progress;
    private readonly Task _work;
    private readonly CancellationToken _cancellationToken;

    private ProgressDisplay(IAnsiConsole terminal, WorkProgress progress, Task work, CancellationToken cancellationToken)
    {
        _terminal = terminal;
        _progress = progress;
        _work = work;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Runs the work and returns its result; draws on the terminal, if there is one, once the work has lasted a second.</summary>
    public static T Run<T>(IAnsiConsole? terminal, WorkProgress progress, Func<T> work, CancellationToken cancellationToken)
    {
        if (terminal is null)
        {
            return work();
        }

        Task<T> running = Task.Run(work, CancellationToken.None);
        ProgressDisplay display = new(terminal, progress, running, cancellationToken);
        if (display.IsRunningAfter(Patience))
        {
            long? totalBytes = display.DrawSpinner();
            if (totalBytes is not null)
            {
                display.DrawBar(totalBytes.Value);
            }
        }

        return running.GetAwaiter().GetResult();
    }

    // Returns the total as soon as it is known, null if the work ends first.
    private long? DrawSpinner()
    {
        long? totalBytes = _progress.MeasureTotalBytes();
        if (totalBytes is null)
        {
            _terminal.Status().Start("counting", context =>
            {
                while (totalBytes is null && IsRunningAfter(Interval))
                {
                    context.Status(string.Create(CultureInfo.InvariantCulture, $"counting: {_progress.DoneBytes / 1e6:#,0.0} MB"));
                    totalBytes = _progress.MeasureTotalBytes();
                }
            });
        }

        return totalBytes;
    }

    private void DrawBar(long totalBytes) => _terminal
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask task = context.AddTask("counting", maxValue: Math.Max(1, totalBytes));
            while (IsRunningAfter(Interval))
            {
                task.Value = _progress.DoneBytes;
            }
        });

    // Cancelled work may still wait for input; the display ends at once, so that the terminal is left in order.
    private bool IsRunningAfter(TimeSpan time) => Task.WaitAny([_work], time) < 0 && !_cancellationToken.IsCancellationRequested;
}
