using System.Diagnostics.CodeAnalysis;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>
/// One interactive execution, which outlives the connections that it is talked to by. When nobody is connected it goes on for the grace, and is stopped then;
/// when it has ended it is kept for as long, unless its client has had all of it.
/// </summary>
/// <param name="owner">Id of the caller, who alone may connect to it.</param>
/// <param name="grace">How long it goes on, or is kept, with nobody connected.</param>
/// <param name="forget">Called when nobody can come back to it any more.</param>
[SuppressMessage("Design", "CA1001", Justification = "The timer is disposed when it is forgotten.")]
internal sealed class LiveProgram(string id, string owner, Interaction interaction, TimeSpan grace, TimeProvider time, Action<LiveProgram> forget)
{
    /// <summary>Of output that was sent: about a minute of a busy terminal.</summary>
    private const int Kept = 256 * 1024;

    /// <summary>Of output that was not.</summary>
    private const int Backlog = 64 * 1024;

    /// <summary>Of output that was sent to a client which acknowledges, and is not acknowledged.</summary>
    private const int Flight = 64 * 1024;

    /// <summary>Of output in one message: the client need not take much at once.</summary>
    private const int LargestPiece = 16 * 1024;

    private const byte Stdout = 1;
    private const byte Stderr = 2;
    private const byte Compiler = 3;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _givenUp = new();
    private ITimer? _alone;
    private bool _connected;
    private bool _forgotten;
    private bool _ended;
    private long _stdin;

    public string Id => id;

    public string Owner => owner;

    public ReplayWindow Window { get; } = new(Kept, Backlog, Flight);

    /// <summary>The type of the last state that was told.</summary>
    public string State { get; private set; } = "queued";

    /// <summary>Nothing reaches the program any more.</summary>
    public bool IsOver => _ended || interaction.Over.IsCancellationRequested;

    /// <summary>Nobody can come back to it any more.</summary>
    public bool IsForgotten => _forgotten;

    /// <summary>It is let go of; a connection that still has it is to end.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    /// <summary>Bytes of input that were taken.</summary>
    public long Stdin
    {
        get
        {
            lock (_gate)
            {
                return _stdin;
            }
        }
    }

    /// <summary>Runs it to its end and tells all of it.</summary>
    public async Task RunAsync(DialectRequest request, IExecutionService executions, OutputEncoding encoding)
    {
        var end = LiveCloses.Of(ProblemDetails.Internal());

        // What it has written then is bounded, and nobody may keep its place by not taking it.
        await using var over = interaction.Over.Register(Window.Release);
        try
        {
            await foreach (var happened in request.StreamAsync(executions, CancellationToken.None))
            {
                Tell(happened, encoding);
                await Window.RoomAsync();
            }

            end = LiveCloses.Finished;
        }
        catch (RejectedException rejected)
        {
            // There is nothing to come back to: it has never been accepted.
            end = Tell("error", ProblemDetails.Of(rejected));
            Forget();
        }
        catch (ProblemException fault)
        {
            end = Tell(State = "failed", fault.Problem);
        }
        finally
        {
            Window.Complete(end);
            End();
        }
    }

    /// <summary>A connection has come, in the place of the last.</summary>
    /// <param name="since">Bytes of output that it has.</param>
    /// <returns>The connection's number; how much output lies before what it gets; and how much input was taken, none of which comes from another from now on. Null: there
    /// has not been so much output, or the program is forgotten.</returns>
    public (int Reader, long Offset, long Stdin)? Attach(long since)
    {
        lock (_gate)
        {
            if (_forgotten || Window.Attach(since) is not { } attached)
            {
                return null;
            }

            _connected = true;
            _alone?.Dispose();
            _alone = null;
            return (attached.Reader, attached.Offset, _stdin);
        }
    }

    /// <summary>A connection has gone. When another has taken over, nothing comes of it.</summary>
    /// <param name="left">Whether the client has said that it goes, and does not come back.</param>
    public void Detach(int reader, bool left)
    {
        lock (_gate)
        {
            if (_forgotten || !Window.IsCurrent(reader))
            {
                return;
            }

            _connected = false;
            if (!left && grace > TimeSpan.Zero)
            {
                WaitForSomebody();
                return;
            }
        }

        GiveUp();
    }

    /// <summary>Gives the program input. What comes from a connection that another has taken the place of is nobody's.</summary>
    public InputOutcome Write(int reader, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (bytes.IsEmpty || !Window.IsCurrent(reader))
            {
                return InputOutcome.Taken;
            }

            var outcome = interaction.Write(bytes);
            _stdin += outcome == InputOutcome.Taken ? bytes.Length : 0;
            return outcome;
        }
    }

    public void CloseInput() => interaction.CloseInput();

    /// <inheritdoc cref="Interaction.Resize"/>
    public bool Resize(TerminalSize size) => interaction.Resize(size);

    public InputOutcome Send(ProgramSignal signal) => interaction.Send(signal);

    public void Kill() => interaction.Stop();

    /// <summary>Stops it, if it runs, and forgets it, whoever still reads of it.</summary>
    public void GiveUp()
    {
        interaction.Stop();
        Window.Release();
        Forget();
        _ = _givenUp.CancelAsync();
    }

    private void Forget()
    {
        lock (_gate)
        {
            _forgotten = true;
            _alone?.Dispose();
            _alone = null;
        }

        forget(this);
    }

    private LiveClose Tell(string type, ProblemDetails problem)
    {
        Window.AddText(new ServerFrame(type) { Problem = problem }.ToJson());
        return LiveCloses.Of(problem);
    }

    private void Tell(ExecutionEvent happened, OutputEncoding encoding)
    {
        switch (happened)
        {
            case ExecutionEvent.Queued:
                Window.AddText(new ServerFrame(State) { Id = id }.ToJson());
                break;
            case ExecutionEvent.Compiling:
                Window.AddText(new ServerFrame(State = "compiling").ToJson());
                break;
            case ExecutionEvent.Compiled { Result: var compiled }:
                Window.AddText(new ServerFrame(State = "compiled") { Verdict = compiled.Verdict.ToString(), ExitCode = compiled.ExitCode, Cached = compiled.Cached }.ToJson());
                break;
            case ExecutionEvent.Started:
                Window.AddText(new ServerFrame(State = "started").ToJson());
                break;
            case ExecutionEvent.Output output:
                for (var rest = output.Bytes; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, LargestPiece)..])
                {
                    Window.AddOutput(ChannelOf(output), rest.Span[..Math.Min(rest.Length, LargestPiece)]);
                }

                break;
            case ExecutionEvent.Finished finished:
                State = "finished";
                Window.AddText(ServerFrame.Finished(ExecutionDocument.Of(WithoutOutputs(finished.Result), encoding, id)));
                break;
        }
    }

    private static byte ChannelOf(ExecutionEvent.Output output) => output.Stage == Stage.Compile ? Compiler : output.Stream == OutputStream.Stdout ? Stdout : Stderr;

    /// <summary>They have been told.</summary>
    private static ExecutionResult WithoutOutputs(ExecutionResult result) => result with { Compile = WithoutOutputs(result.Compile), Run = WithoutOutputs(result.Run) };

    private static StageResult? WithoutOutputs(StageResult? stage) => stage is null ? null : stage with { Output = StageOutput.None };

    private void End()
    {
        lock (_gate)
        {
            _ended = true;
            if (!_connected && !_forgotten)
            {
                WaitForSomebody();
            }
        }
    }

    private void OnAlone()
    {
        lock (_gate)
        {
            if (_connected)
            {
                // Somebody has come just now.
                return;
            }

            _forgotten = true;
        }

        GiveUp();
    }

    /// <summary>With the gate held.</summary>
    private void WaitForSomebody()
    {
        _alone?.Dispose();
        _alone = time.CreateTimer(_ => OnAlone(), null, grace, Timeout.InfiniteTimeSpan);
    }
}
