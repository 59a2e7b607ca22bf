using Hotcell.Engine.Executions;

namespace Hotcell.Server.Hosting;

/// <summary>
/// The limits of the flat form where the operator chose none: as its users know them, a longer time and a smaller share than the native API's.
/// </summary>
internal static class ExecuteDefaults
{
    public static RunLimits Ranges { get; } = WithTime(new RunLimits(), 30, 120) with
    {
        Memory = new RunLimits().Memory with { Default = Engine.ByteSize.FromMebibytes(128) },
        Cpus = new RunLimits().Cpus with { Default = 0.5, Maximum = 1.0 },
    };

    /// <summary>A program may compute for as long as it may run: the form has no field for CPU time.</summary>
    public static RunLimits WithTime(RunLimits ranges, double seconds, double maximum)
    {
        var range = ranges.WallTime with { Default = TimeSpan.FromSeconds(seconds), Maximum = TimeSpan.FromSeconds(maximum) };
        return ranges with { WallTime = range, CpuTime = range };
    }
}
