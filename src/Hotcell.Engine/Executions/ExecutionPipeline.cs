using System.Runtime.CompilerServices;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Images;
using Hotcell.Engine.Judging;
using Microsoft.Extensions.Logging;

namespace Hotcell.Engine.Executions;

/// <summary>
/// The way of every execution: 1 validate, 2 queue, 3 compile, 4 run, 5 collect. Theory of operation: the steps write events and never wait
/// for whoever reads them, so a slow client holds neither a place nor a cell; a client that goes away stops the steps, and they stop by
/// killing the cell they are in. There are three ways out, which never mix: a rejection is thrown before the first event, a verdict and a
/// fault are the last event.
/// <para>
/// An interactive program has a turn like all others until it has started: compilers and runtimes need processors. From then on it mostly waits for
/// somebody, for long; it gives its turn back and keeps a place of its own (<see cref="InteractivePlaces"/>) until its end.
/// </para>
/// </summary>
internal sealed partial class ExecutionPipeline(
    RequestValidator validator,
    ExecutionQueue queue,
    InteractivePlaces interactive,
    WardenClient client,
    PageCache pageCache,
    Compiler compiler,
    StageRunner stages,
    Judge judge,
    EngineOptions options,
    TimeProvider time,
    ILogger log,
    CancellationToken engineStop)
    : IExecutionService
{
    private const int ImageAttempts = 3;

    /// <summary>Of what an interactive program has written and nobody has taken, in bytes.</summary>
    private const int OutputWindow = 64 * 1024;

    public async IAsyncEnumerable<ExecutionEvent> RunAsync(
        ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // 1. Validate. A wrong request is told so even while there is no warden; a right one waits for a warden that is being restarted.
        var ceiling = client.MemoryCeiling;
        var plan = validator.Validate(request, ceiling);
        await AwaitWardenAsync(cancellation);
        if (client.MemoryCeiling != ceiling)
        {
            // It is the first warden that tells its ceiling.
            plan = validator.Validate(request, client.MemoryCeiling);
        }

        using var use = UseImages(request, ref plan);

        // 2. Queue. Entering throws when there is no room; the turn comes later.
        using var place = plan.Interaction is null ? null : interactive.Enter(request.Caller, plan.Bytes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, engineStop);
        using var ready = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, plan.Interaction?.Ended ?? default);
        var turn = queue.EnterAsync(request.Caller, plan.Bytes, ready.Token);

        var events = new EventStream();
        var steps = RunStepsAsync(plan, turn, events, ready.Token, stop.Token);
        try
        {
            await foreach (var happened in events.ReadAsync(cancellation))
            {
                yield return happened;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await steps;
        }
    }

    public IReadOnlyList<FieldError> Validate(ExecutionRequest request)
    {
        try
        {
            validator.Validate(request, client.MemoryCeiling);
            return [];
        }
        catch (RejectedException rejected)
        {
            return rejected.Errors;
        }
    }

    /// <param name="ready">Stops what is done before the program runs; an interactive program that runs is stopped by its <see cref="Interaction"/>.</param>
    private async Task RunStepsAsync(ExecutionPlan plan, Task<IDisposable> turn, EventStream events, CancellationToken ready, CancellationToken stop)
    {
        var compiled = (Compilation?)null;
        try
        {
            events.Add(new ExecutionEvent.Queued());
            using var place = await turn;
            var warden = await client.ConnectionAsync(options.WardenPatience, ready);
            foreach (var program in plan.Checkers.Prepend(plan))
            {
                await pageCache.HoldAsync(program.Language, program.Image);
            }

            // 3. Compile, in a cell that is gone before the program starts. What it left is kept.
            compiled = plan.Compile is null ? null : await CompileAsync(warden, plan, events, ready);
            var runs = compiled is null or { Result.Verdict: Verdict.Ok };

            // 4. Run, in a cell with what the compiler left, or with the source: once, or once for each test.
            var files = plan.OutputFiles is { } wanted ? new OutputFileCollector(wanted, plan.Files, options.OutputFiles, CellPlanner.WorkSize(plan.Run.Limits)) : null;
            var ran = runs && plan.Tests.Count == 0 ? await RunAsync(warden, plan, new StageLinks { Compiled = compiled?.Artifact, Left = files }, place, events, stop) : null;
            var judged = runs && plan.Tests.Count > 0 ? await JudgeAsync(warden, plan, compiled?.Artifact, events, stop) : null;

            // 5. Collect. Whatever stopped the compiler, the program did not compile: the compile stage's own verdict tells the cause.
            events.Add(new ExecutionEvent.Finished(new ExecutionResult
            {
                Verdict = judged?.Verdict ?? ran?.Verdict ?? Verdict.CompileError,
                Language = plan.Language.Id,
                Compile = compiled?.Result,
                Run = ran,
                OutputFiles = ran is { Verdict: Verdict.Ok } ? files?.Finish(ran.LeftMore) : null,
                Judgement = judged,
                Isolation = warden.Welcome.Isolation,
            }));
        }
        catch (SystemFaultException fault)
        {
            LogFault(plan.Language.Id, fault.Fault.Stage, fault.Fault.Message);
            events.Add(new ExecutionEvent.Faulted(fault.Fault));
        }
        catch (Exception lost) when (lost is TimeoutException or WardenLostException)
        {
            events.Add(new ExecutionEvent.Faulted(SystemFaultException.Because("warden", "The warden did not come back.").Fault));
        }
        catch (OperationCanceledException) when (plan.Interaction?.EndVerdict is { } verdict && !stop.IsCancellationRequested)
        {
            events.Add(new ExecutionEvent.Finished(new ExecutionResult
            {
                Verdict = verdict,
                Language = plan.Language.Id,
                Compile = compiled?.Result,
                Isolation = client.Last?.Welcome.Isolation ?? default,
            }));
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more, unless it is the engine that stops.
            events.Add(new ExecutionEvent.Faulted(SystemFaultException.Because("warden", "The server has stopped.").Fault));
        }
        catch (Exception bug)
        {
            LogBug(bug, plan.Language.Id);
            events.Add(new ExecutionEvent.Faulted(SystemFaultException.Because("engine", "Unexpected: " + bug.GetType().Name).Fault));
        }
        finally
        {
            // Also of one that has never run.
            plan.Interaction?.Close();
            events.Complete();
        }
    }

    private async Task<Compilation> CompileAsync(WardenConnection warden, ExecutionPlan plan, EventStream events, CancellationToken stop)
    {
        events.Add(new ExecutionEvent.Compiling());
        var compiled = await compiler.RunAsync(warden, plan, output => events.Add(Stage.Compile, output), stop);
        events.Add(new ExecutionEvent.Compiled(compiled.Result));
        return compiled;
    }

    private async Task<StageResult> RunAsync(WardenConnection warden, ExecutionPlan plan, StageLinks links, IDisposable turn, EventStream events, CancellationToken stop)
    {
        if (plan.Interaction is not { } interaction)
        {
            return await StageAsync(new OutputLog(), () => { });
        }

        IDisposable? watch = null;
        try
        {
            links = links with { Interaction = interaction, Live = interaction.ReadAsync(CancellationToken.None) };
            return await StageAsync(new OutputPipe(OutputWindow, interaction.Touch), () =>
            {
                watch = interaction.Watch(options.InteractiveIdle, time);
                turn.Dispose();
            });
        }
        finally
        {
            watch?.Dispose();
            interaction.Close();
        }

        Task<StageResult> StageAsync(IStageOutput output, Action started) => stages.RunAsync(warden, plan, plan.Run, links, output, () =>
        {
            started();
            events.Add(new ExecutionEvent.Started());
            events.Add(Stage.Run, output);
        }, stop);
    }

    private Task<Judgement> JudgeAsync(WardenConnection warden, ExecutionPlan plan, Artifact? compiled, EventStream events, CancellationToken stop)
    {
        events.Add(new ExecutionEvent.Started());
        return judge.RunAsync(warden, plan, compiled, (index, result) => events.Add(new ExecutionEvent.TestFinished(index, result)), stop);
    }

    /// <summary>Keeps the plan's images there, or those of another plan when a newer version has just taken the place of one.</summary>
    private ImageUse UseImages(ExecutionRequest request, ref ExecutionPlan plan)
    {
        for (var attempt = 0; attempt < ImageAttempts; attempt++)
        {
            if (ImageUse.TryBegin([plan.Image, .. plan.Checkers.Select(checker => checker.Image)]) is { } use)
            {
                return use;
            }

            plan = validator.Validate(request, client.MemoryCeiling);
        }

        throw new RejectedException(RejectionKind.Unavailable, "The image is being replaced.", retryAfter: options.WardenPatience);
    }

    private async Task AwaitWardenAsync(CancellationToken cancellation)
    {
        try
        {
            await client.ConnectionAsync(options.WardenPatience, cancellation);
        }
        catch (Exception none) when (none is TimeoutException or WardenLostException)
        {
            throw new RejectedException(RejectionKind.Unavailable, "The warden, which makes the cells, is not there.", retryAfter: options.WardenPatience);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Execution ({Language}) failed in {Stage}: {Reason}")]
    private partial void LogFault(string language, string stage, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Execution ({Language}) failed unexpectedly")]
    private partial void LogBug(Exception bug, string language);
}
