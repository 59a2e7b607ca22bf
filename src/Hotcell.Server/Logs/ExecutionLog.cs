using System.Diagnostics;
using Hotcell.Engine.Executions;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Logs;

/// <summary>An execution that has ended.</summary>
/// <param name="Total">From the request to the end.</param>
/// <param name="Waited">Of that, until the first stage began.</param>
/// <param name="Result">Null when there is none.</param>
internal sealed record ExecutionRecord(string Caller, string Language, string Verdict, TimeSpan Total, TimeSpan Waited, ExecutionResult? Result)
{
    /// <summary>Runs of the program: one, or one for each test.</summary>
    public IEnumerable<StageResult> Runs => Result switch
    {
        { Run: { } run } => [run],
        { Judgement: { } judgement } => judgement.Tests.Select(test => test.Run).OfType<StageResult>(),
        _ => [],
    };

    public double CompileMs => Result?.Compile is { Cached: false } compile ? compile.WallTime.TotalMilliseconds : 0;

    public double RunMs => Runs.Sum(run => run.WallTime.TotalMilliseconds);

    public double CpuMs => Runs.Sum(run => run.CpuTime.TotalMilliseconds);

    /// <summary>Of the run that took most; null when nothing ran.</summary>
    public long? PeakMemory => Runs.Select(run => (long?)run.PeakMemory.Bytes).Max();
}

/// <summary>The log of executions: who, language, verdict, times and memory; never a byte of the program or of what it wrote.</summary>
internal sealed partial class ExecutionLog(ILogger<ExecutionLog> log)
{
    public void Ended(ExecutionRecord ended)
    {
        if (log.IsEnabled(LogLevel.Information))
        {
            Execution(
                ended.Caller,
                ended.Language,
                ended.Verdict,
                ended.Total.TotalMilliseconds,
                ended.Waited.TotalMilliseconds,
                ended.CompileMs,
                ended.RunMs,
                ended.CpuMs,
                ended.PeakMemory,
                ended.Result?.Run is { } run ? ServerMetrics.StartOf(run) : null,
                ended.Result?.Judgement?.Tests.Count,
                Activity.Current?.TraceId.ToHexString());
        }
    }

    [LoggerMessage(LogLevel.Information, "{Caller}: {Language} {Verdict} after {TotalMs:0.0} ms (queue {QueueMs:0.0} ms, compile {CompileMs:0.0} ms, run {RunMs:0.0} ms)")]
    private partial void Execution(
        string caller, string language, string verdict, double totalMs, double queueMs, double compileMs, double runMs, double cpuMs, long? peakMemoryBytes, string? start, int? tests, string? trace);
}
