using Spectre.Console;

namespace Hotcell.Cli.Images;

/// <summary>
/// Tells how far a build is, on stderr as all that Hotcell says about itself. On a terminal every step is a line with a bar; elsewhere it is a line of text.
/// </summary>
internal sealed class Progress
{
    private readonly ProgressContext? _bars;
    private readonly TextWriter _lines;
    private ProgressTask? _bar;

    private Progress(ProgressContext? bars, TextWriter lines) => (_bars, _lines) = (bars, lines);

    public static async Task<T> ShowAsync<T>(Func<Progress, Task<T>> build)
    {
        if (Console.IsErrorRedirected)
        {
            return await build(new Progress(null, Console.Error));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns = [new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()];
        return await console.Progress().Columns(columns).StartAsync(bars => build(new Progress(bars, Console.Error)));
    }

    /// <summary>A step begins, and the one before is done.</summary>
    public void Begin(string step)
    {
        if (_bars is null)
        {
            _lines.WriteLine($"hotcell: {step}");
            return;
        }

        End();
        _bar = _bars.AddTask(Markup.Escape(step));
        _bar.IsIndeterminate = true;
    }

    /// <summary>The step that goes on is done to this part, 0 to 1.</summary>
    public void At(double part)
    {
        if (_bar is not null)
        {
            _bar.IsIndeterminate = false;
            _bar.Value = part * _bar.MaxValue;
        }
    }

    /// <summary>The last step is done.</summary>
    public void End()
    {
        if (_bar is not null)
        {
            At(1);
            _bar.StopTask();
        }
    }
}
