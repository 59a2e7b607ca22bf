using System.Runtime.CompilerServices;
using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Executions.Live;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;
using Hotcell.Unit.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Server.Live;

public sealed class LiveConnectionTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly LivePrograms _programs;

    public LiveConnectionTests() => _programs = new LivePrograms(s_grace, _time, NullLogger<LivePrograms>.Instance);

    [Fact]
    public async Task A_resume_whose_answer_is_lost_leaves_time_for_the_next()
    {
        var start = (ClientFrame.Start)ClientFrameReader.Read("""{"type":"start","language":"x","code":"x"}"""u8.ToArray(), new RunLimits());
        var (program, reader) = _programs.Start(start, new Endless(), "owner");
        program.Detach(reader, left: false);

        _time.Advance(s_grace * 0.9);
        await ConnectAsync($$"""{"type":"resume","id":"{{program.Id}}"}""");
        _time.Advance(s_grace * 0.9);
        await ConnectAsync($$"""{"type":"resume","id":"{{program.Id}}"}""");
        _time.Advance(s_grace * 0.9);
        Assert.Null(start.Interaction.EndVerdict);
        Assert.NotNull(_programs.Find(program.Id, "owner"));

        _time.Advance(s_grace * 0.2);
        Assert.Equal(Verdict.Cancelled, start.Interaction.EndVerdict);
        Assert.Null(_programs.Find(program.Id, "owner"));
    }

    [Fact]
    public async Task Too_many_that_have_ended_push_out_those_of_the_caller_who_has_the_most()
    {
        var start = (ClientFrame.Start)ClientFrameReader.Read("{\"type\":\"start\",\"language\":\"x\",\"code\":\"x\"}"u8.ToArray(), new RunLimits());
        var (victim, _) = _programs.Start(start, new Ended(), "victim");
        await AwaitKeptAsync(victim);
        for (var i = 0; i < 300; i++)
        {
            await AwaitKeptAsync(_programs.Start(start, new Ended(), "many").Program);
        }

        Assert.NotNull(_programs.Find(victim.Id, "victim"));
        Assert.False(victim.GivenUp.IsCancellationRequested);

        static async Task AwaitKeptAsync(LiveProgram program)
        {
            for (var i = 0; i < 1000 && !program.IsOver; i++)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task ConnectAsync(string frame)
    {
        using var broken = new BrokenSocket(Encoding.UTF8.GetBytes(frame));
        using var socket = new FrameSocket(broken, new BodyBudget(1 << 20, _time), _time);
        var admitted = new CallerExecutions(null!) { Caller = new Caller { Id = "owner" } };
        await new LiveConnection(socket, _programs, admitted, _ => admitted, new RunLimits(), 1 << 20, _time).RunAsync();
        Assert.True(broken.Sent);
    }

    private sealed class Ended : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.CompletedTask;
            yield return new ExecutionEvent.Queued();
        }
    }

    private sealed class Endless : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            yield return new ExecutionEvent.Queued();
            await new TaskCompletionSource().Task;
        }
    }
}
