using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api;

/// <summary>
/// One program, one input and three limits: <c>POST /api/v1/execute</c> and gRPC have the same fields, by the same names, with the same ranges.
/// </summary>
internal static class FlatForm
{
    private const double MillisecondsPerSecond = 1000;

    /// <param name="language">Null when it is absent, which <paramref name="errors"/> tells or the engine will.</param>
    /// <param name="ranges">Of the limits, and what they are when they are absent.</param>
    /// <param name="errors">The fields that could not be read.</param>
    public static DialectRequest Request(
        string? language, ReadOnlyMemory<byte> code, ReadOnlyMemory<byte> input, FlatLimits limits, RunLimits ranges, List<FieldError> errors)
    {
        var request = ProgramFields.Request(language, code, input) with
        {
            Ranges = ranges,
            Limits = new RequestedLimits
            {
                WallTime = Units.Seconds(limits.TimeoutSeconds),
                Memory = Units.Mebibytes(limits.MemoryLimitMb),
                Cpus = limits.CpuLimit,
            },
        };
        return new DialectRequest(request, errors, Rename) { WallTimeUnit = MillisecondsPerSecond };
    }

    private static string Rename(string field) => field switch
    {
        "limits.wall_time_ms" => "timeout_seconds",
        "limits.memory_mb" => "memory_limit_mb",
        "limits.cpus" => "cpu_limit",
        _ => ProgramFields.Rename(field),
    };
}

/// <summary>As they were asked for; null takes the default.</summary>
internal readonly record struct FlatLimits(double? TimeoutSeconds, double? MemoryLimitMb, double? CpuLimit);
