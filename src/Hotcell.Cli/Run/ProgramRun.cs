using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Cli.Run;

/// <summary>Runs one request: the program's output goes to ours as it comes, or everything into one JSON document.</summary>
internal sealed class ProgramRun(IExecutionService executions, bool json)
{
    private readonly Stream _stdout = Console.OpenStandardOutput();
    private readonly Stream _stderr = Console.OpenStandardError();

    /// <summary>The exit code for our caller.</summary>
    /// <exception cref="RejectedException">Nothing ran.</exception>
    /// <exception cref="CommandException">The fault is ours.</exception>
    public async Task<int> RunAsync(ExecutionRequest request, CancellationToken cancellation)
    {
        await foreach (var step in executions.RunAsync(request, cancellation))
        {
            switch (step)
            {
                case ExecutionEvent.Output output when !json:
                    await WriteAsync(output, cancellation);
                    break;
                case ExecutionEvent.Finished { Result: var result }:
                    await ReportAsync(result, cancellation);
                    return ShellExitCode.Of(result);
                case ExecutionEvent.Faulted { Fault: var fault }:
                    throw new CommandException($"{fault.Message} (stage {fault.Stage}, step {fault.Step}, index {fault.Index}, errno {fault.Errno})", ShellExitCode.Fault);
            }
        }

        throw new InvalidOperationException("The execution ended without a result.");
    }

    /// <summary>What a compiler says goes to stderr: stdout belongs to the program.</summary>
    private async Task WriteAsync(ExecutionEvent.Output output, CancellationToken cancellation)
    {
        var stream = output is { Stage: Stage.Run, Stream: OutputStream.Stdout } ? _stdout : _stderr;
        await stream.WriteAsync(output.Bytes, cancellation);
        await stream.FlushAsync(cancellation);
    }

    private async Task ReportAsync(ExecutionResult result, CancellationToken cancellation)
    {
        if (json)
        {
            await _stdout.WriteAsync(ExecutionDocument.Of(result, OutputEncoding.Utf8, Guid.CreateVersion7().ToString()).ToJson(), cancellation);
            await _stdout.WriteAsync("\n"u8.ToArray(), cancellation);
            await _stdout.FlushAsync(cancellation);
        }
        else if (result.Verdict != Verdict.Ok)
        {
            await Console.Error.WriteLineAsync($"hotcell: {Describe(result)}");
        }
    }

    private static string Describe(ExecutionResult result)
    {
        var stage = result.Run ?? result.Compile!;
        var how = (stage.ExitCode, stage.Signal, stage.RefusedSyscall) switch
        {
            (_, _, { } syscall) => $", refused {syscall}",
            (_, { } signal, _) => $", {signal}",
            ({ } code, _, _) => $", exit code {code}",
            _ => "",
        };
        return $"{result.Verdict}{how} after {stage.WallTime.TotalMilliseconds:0} ms, {stage.PeakMemory.Mebibytes:0.0} MiB";
    }
}
