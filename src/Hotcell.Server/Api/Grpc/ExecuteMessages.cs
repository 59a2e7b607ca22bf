using System.Text;
using Google.Protobuf;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.V1;

namespace Hotcell.Server.Api.Grpc;

/// <summary>Messages of <c>Execute</c> and <c>ExecuteStream</c> and what they stand for in the engine.</summary>
internal static class ExecuteMessages
{
    /// <summary>Bytes of output in one event at most: small enough for every client's default of 4 MiB, and to be sent in turns.</summary>
    private const int LargestChunk = 64 * 1024;

    /// <param name="ranges">Of the three limits, and their defaults.</param>
    public static DialectRequest Read(ExecuteRequest request, RunLimits ranges)
    {
        var errors = new List<FieldError>();
        if (!request.HasCode)
        {
            errors.Add(new FieldError("code", "is required"));
        }

        var limits = new FlatLimits(
            request.HasTimeoutSeconds ? request.TimeoutSeconds : null,
            request.HasMemoryLimitMb ? request.MemoryLimitMb : null,
            request.HasCpuLimit ? request.CpuLimit : null);
        return FlatForm.Request(request.Language, Encoding.UTF8.GetBytes(request.Code), Encoding.UTF8.GetBytes(request.Input), limits, ranges, errors);
    }

    /// <param name="withOutput">Whether the client has not had it as events.</param>
    public static ExecuteResponse ResponseOf(ExecutionResult result, bool withOutput)
    {
        var flat = FlatResult.Of(result);
        return new ExecuteResponse
        {
            Stdout = withOutput ? flat.Stdout.ToString() : "",
            Stderr = withOutput ? flat.Stderr.ToString() : "",
            ExitCode = flat.ExitCode,
            Timeout = flat.Timeout,
            MemoryExceeded = flat.MemoryExceeded,
            ExecutionTimeMs = flat.ExecutionTimeMs,
            MemoryUsedMb = flat.MemoryUsedMb,
            Verdict = result.Verdict.ToString(),
            Signal = result.Run?.Signal ?? "",
            CompileOutput = withOutput && result.Compile is { } compile ? OutputText.InOrder(compile.Output).ToString() : "",
            Hot = result.Run?.Hot ?? false,
            Degraded = { flat.Degraded ?? [] },
            Fallback = flat.Fallback ?? "",
        };
    }

    /// <summary>None for what gRPC does not tell.</summary>
    public static IEnumerable<ExecuteEvent> EventsOf(ExecutionEvent step) => step switch
    {
        ExecutionEvent.Compiling => [Started(V1.Stage.Compile)],
        ExecutionEvent.Started => [Started(V1.Stage.Run)],
        ExecutionEvent.Output output => Chunks(output),
        ExecutionEvent.Finished finished => [new ExecuteEvent { Finished = ResponseOf(finished.Result, withOutput: false) }],
        _ => [],
    };

    private static ExecuteEvent Started(V1.Stage stage) => new() { Started = new() { Stage = stage } };

    private static IEnumerable<ExecuteEvent> Chunks(ExecutionEvent.Output output)
    {
        for (var rest = output.Bytes; rest.Length > 0; rest = rest[Math.Min(rest.Length, LargestChunk)..])
        {
            yield return new ExecuteEvent
            {
                Output = new()
                {
                    Stage = output.Stage == Engine.Executions.Stage.Compile ? V1.Stage.Compile : V1.Stage.Run,
                    Stream = output.Stream == Engine.Executions.OutputStream.Stdout ? V1.OutputStream.Stdout : V1.OutputStream.Stderr,
                    Data = ByteString.CopyFrom(rest.Span[..Math.Min(rest.Length, LargestChunk)]),
                },
            };
        }
    }
}
