using Hotcell.Engine.Executions;

namespace Hotcell.Server.Hosting;

/// <summary>Reads what holds for programs that take input while they run: they mostly wait for somebody, and may do so for long.</summary>
internal static class InteractiveOptions
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private const double UsualSeconds = 600;
    private const double MostSeconds = 3600;

    /// <summary>As of all programs, but for the wall clock; and nothing is kept of the output, so there may be as much as there may ever be.</summary>
    public static RunLimits Ranges(RunLimits run) => WithTime(run, UsualSeconds, MostSeconds);

    /// <param name="run">The limits of all programs.</param>
    public static RunLimits ReadRanges(OptionValues values, RunLimits run) =>
        values.Range("--interactive-time", run.WallTime.Minimum.TotalSeconds, 24 * MostSeconds) is { } seconds ? WithTime(run, seconds.Default, seconds.Maximum) : Ranges(run);

    public static (int Caller, int All)? ReadMost(OptionValues values) =>
        values.Range("--max-interactive", 0, 10_000) is { } most ? ((int)most.Default, (int)most.Maximum) : null;

    private static RunLimits WithTime(RunLimits run, double usual, double most) =>
        run with
        {
            WallTime = run.WallTime with { Default = TimeSpan.FromSeconds(usual), Maximum = TimeSpan.FromSeconds(most) },
            Output = run.Output with { Default = run.Output.Maximum },
        };
}
