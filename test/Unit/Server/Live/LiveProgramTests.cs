using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api;
using Hotcell.Server.Api.Executions.Live;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server.Live;

/// <summary>How long a program goes on that nobody is connected to.</summary>
public sealed class LiveProgramTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly Interaction _interaction = new();
    private readonly List<LiveProgram> _forgotten = [];
    private readonly LiveProgram _program;

    public LiveProgramTests() => _program = new LiveProgram("id", "owner", _interaction, s_grace, _time, _forgotten.Add);

    [Fact]
    public void A_lost_connection_leaves_time_to_come_back()
    {
        var (reader, _, _) = _program.Attach(0)!.Value;
        _program.Detach(reader, left: false);
        _time.Advance(s_grace * 0.9);
        var (again, _, _) = _program.Attach(0)!.Value;
        _time.Advance(s_grace * 2);
        Assert.Null(_interaction.EndVerdict);

        _program.Detach(reader, left: true);
        Assert.Null(_interaction.EndVerdict);

        _program.Detach(again, left: false);
        _time.Advance(s_grace * 1.1);
        Assert.Equal(Verdict.Cancelled, _interaction.EndVerdict);
        Assert.Equal([_program], _forgotten);
        Assert.Null(_program.Attach(0));
    }

    [Fact]
    public void A_client_that_says_goodbye_ends_it_at_once()
    {
        var (reader, _, _) = _program.Attach(0)!.Value;
        _program.Detach(reader, left: true);
        Assert.Equal(Verdict.Cancelled, _interaction.EndVerdict);
        Assert.Equal([_program], _forgotten);
    }

    [Fact]
    public async Task What_has_ended_is_kept_for_who_has_not_seen_it()
    {
        var executions = new Played([new ExecutionEvent.Queued(), new ExecutionEvent.Output(Stage.Run, OutputStream.Stderr, "text"u8.ToArray()), new ExecutionEvent.Finished(Result)]);
        await _program.RunAsync(Request, executions, OutputEncoding.Utf8);
        _time.Advance(s_grace * 0.9);
        Assert.Empty(_forgotten);

        var (reader, _, _) = _program.Attach(0)!.Value;
        _time.Advance(s_grace * 2);
        var told = Read(reader);
        Assert.Equal("""{"type":"queued","id":"id"}""", told[0]);
        Assert.Equal("\u0002text", told[1]);
        var end = JsonDocument.Parse(told[2]).RootElement;
        Assert.Equal(("finished", "id", "Ok"), (end.GetProperty("type").GetString(), end.GetProperty("execution").GetProperty("id").GetString(), end.GetProperty("execution").GetProperty("verdict").GetString()));
        Assert.Equal("", end.GetProperty("execution").GetProperty("run").GetProperty("stderr").GetString());
        Assert.Equal("finished", _program.State);

        _program.Detach(reader, left: true);
        Assert.Equal([_program], _forgotten);
    }

    [Fact]
    public async Task Large_outputs_come_in_pieces()
    {
        var executions = new Played([new ExecutionEvent.Output(Stage.Compile, OutputStream.Stdout, new byte[40_000])]);
        await _program.RunAsync(Request, executions, OutputEncoding.Utf8);
        var told = Read(_program.Attach(0)!.Value.Reader);
        Assert.Equal([16_385, 16_385, 7_233], told.Select(one => one.Length));
        Assert.All(told, one => Assert.Equal('\u0003', one[0]));
    }

    [Fact]
    public async Task What_is_refused_is_told_and_closes_and_is_not_kept()
    {
        var executions = new Played([]) { Rejection = new RejectedException(RejectionKind.Busy, "Too many.") };
        var (reader, _, _) = _program.Attach(0)!.Value;
        await _program.RunAsync(Request, executions, OutputEncoding.Utf8);
        Assert.Equal([_program], _forgotten);
        Assert.Contains("\"type\":\"error\"", Assert.Single(Read(reader)));
        Assert.Equal(1013, (int)_program.Window.EndOf(reader).Status);

        _program.Detach(reader, left: false);
        Assert.Null(_program.Attach(0));
        _time.Advance(s_grace * 2);
        Assert.Equal([_program], _forgotten);
    }

    [Fact]
    public async Task A_program_that_is_over_waits_for_no_client()
    {
        var (reader, _, _) = _program.Attach(0)!.Value;
        _program.Window.Ack(reader, 0);
        var executions = new Played([.. Enumerable.Repeat(new ExecutionEvent.Output(Stage.Run, OutputStream.Stdout, new byte[16 * 1024]), 20), new ExecutionEvent.Finished(Result)]);
        var running = _program.RunAsync(Request, executions, OutputEncoding.Utf8);
        Assert.Equal(4, Read(reader).Count);
        Assert.False(running.IsCompleted);
        _interaction.Close();
        await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(17, Read(reader).Count);
    }

    [Fact]
    public void Taken_input_is_counted()
    {
        var (reader, _, _) = _program.Attach(0)!.Value;
        Assert.Equal(InputOutcome.Taken, _program.Write(reader, "12345"u8));
        Assert.Equal(InputOutcome.Full, _program.Write(reader, new byte[Interaction.InputRoom]));
        _program.CloseInput();
        Assert.Equal(InputOutcome.Closed, _program.Write(reader, "6"u8));
        Assert.Equal(5, _program.Stdin);
    }

    [Fact]
    public void Input_of_a_connection_that_another_has_taken_the_place_of_is_nobodys()
    {
        var (first, _, _) = _program.Attach(0)!.Value;
        _program.Write(first, "12"u8);
        var (second, _, stdin) = _program.Attach(0)!.Value;
        Assert.Equal(2, stdin);
        Assert.Equal(InputOutcome.Taken, _program.Write(first, "345"u8));
        Assert.Equal(2, _program.Stdin);
        _program.Write(second, "345"u8);
        Assert.Equal(5, _program.Stdin);
    }

    [Fact]
    public void A_connection_of_a_program_that_is_let_go_of_ends()
    {
        _program.Attach(0);
        Assert.False(_program.GivenUp.IsCancellationRequested);
        _program.GiveUp();
        Assert.True(_program.GivenUp.IsCancellationRequested);
        Assert.Equal([_program], _forgotten);
    }

    private static DialectRequest Request { get; } = new(new ExecutionRequest { Language = "x", Files = [] }, [], field => field);

    private static ExecutionResult Result { get; } = new()
    {
        Verdict = Verdict.Ok,
        Language = "x",
        Isolation = default,
        Run = new StageResult
        {
            Verdict = Verdict.Ok, Output = StageOutput.Of(default, "text"u8), WallTime = default, CpuTime = default, PeakMemory = default,
        },
    };

    private List<string> Read(int reader)
    {
        var told = new List<string>();
        while (_program.Window.Take(reader).Next is { } message)
        {
            told.Add(Encoding.UTF8.GetString(message.Bytes.Span));
        }

        return told;
    }

    private sealed class Played(IReadOnlyList<ExecutionEvent> events) : IExecutionService
    {
        public RejectedException? Rejection { get; init; }

        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.CompletedTask;
            if (Rejection is not null)
            {
                throw Rejection;
            }

            foreach (var happened in events)
            {
                yield return happened;
            }
        }
    }
}
