using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api;

/// <summary>A verdict as one of the few words that dialects of editors have for it.</summary>
internal static class ExecutionStatus
{
    public const string Cancelled = "cancelled";
    public const string Error = "error";

    public static string Of(ExecutionResult result) => result.Verdict switch
    {
        Verdict.Ok => "success",
        Verdict.TimeLimit or Verdict.CpuTimeLimit => "timeout",
        Verdict.Cancelled => Cancelled,
        _ => Error,
    };
}
