using System.Net;
using System.Text;
using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Server.Api.Live;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;
using Hotcell.Unit.Engine;
using Microsoft.AspNetCore.Http;
using TestResult = Hotcell.Engine.Judging.TestResult;

namespace Hotcell.Unit.Server.Live;

/// <summary>What members of a room are told, and what is kept for those that take nothing.</summary>
public sealed class LiveRoomViewTests
{
    private const int Megabyte = 1 << 20;

    private readonly EngineSession _session;
    private readonly LiveRoomView _view;

    public LiveRoomViewTests()
    {
        _session = new EngineSessions(new EngineIoOptions(), new ManualTime()).TryOpen("x", polls: true, _ => new Nobody())!;
        _view = new LiveRoomView(new ClientSocket(_session, new SocketHandshake(IPAddress.Loopback, new HeaderDictionary()), "/"));
        _view.Enter("room");
    }

    [Fact]
    public async Task A_member_sees_all_in_small_pieces()
    {
        Begin("a");
        _view.See("room", "a", Output(40_000));
        _view.See("room", "a", Finished());
        var told = await TakeAsync();
        Assert.Equal(["execution-start", "output", "output", "output", "execution-complete"], told.Select(one => one.Name));
        Assert.All(told.Where(one => one.Name == "output"), one => Assert.InRange(one.Value.GetProperty("data").GetString()!.Length, 1, 16 * 1024));
        Assert.False(told[^1].Value.TryGetProperty("skipped", out _));
        Assert.Equal(0, _view.Count);
    }

    [Fact]
    public async Task Large_output_is_not_copied_for_a_member_that_takes_nothing()
    {
        Begin("a");
        var large = Output(16 * Megabyte);
        _view.See("room", "a", large);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _view.See("room", "a", large);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Megabyte / 4);
        Assert.False(_session.Outbox.HasRoom(16 * 1024));

        _view.See("room", "a", Finished());
        var told = await TakeAsync();
        Assert.InRange(told.Sum(one => one.Value.GetRawText().Length), 64 * 1024, 128 * 1024);
        Assert.True((await EndAsync(told)).GetProperty("skipped").GetBoolean());
    }

    [Fact]
    public async Task The_error_of_a_result_is_bounded()
    {
        Begin("a");
        _view.See("room", "a", Failed(new string('é', Megabyte)));
        var end = (await TakeAsync())[^1].Value;
        Assert.Equal(8 * 1024, end.GetProperty("error").GetString()!.Length);
        Assert.Equal("error", end.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(Verdict.Ok, Verdict.Accepted, "success", 0)]
    [InlineData(Verdict.Ok, Verdict.WrongAnswer, "success", 0)]
    [InlineData(Verdict.RuntimeError, Verdict.RuntimeError, "error", 3)]
    [InlineData(Verdict.TimeLimit, Verdict.TimeLimit, "timeout", 124)]
    public async Task Of_tests_the_first_is_told(Verdict ended, Verdict judged, string status, int exitCode)
    {
        var first = Test(ended, judged, "out", "why");
        Begin("a");
        _view.See("room", "a", new ExecutionEvent.TestFinished(0, first));
        _view.See("room", "a", new ExecutionEvent.TestFinished(1, Test(Verdict.Ok, Verdict.Accepted, "second", "")));
        _view.See("room", "a", new ExecutionEvent.Finished(Result(judged, "") with { Run = null, Judgement = new Judgement([first]) }));

        var told = await TakeAsync();
        Assert.Equal(["out", "why"], told.Where(one => one.Name == "output").Select(one => one.Value.GetProperty("data").GetString()));
        var end = told[^1].Value;
        Assert.Equal((status, exitCode, ended.ToString()), (end.GetProperty("status").GetString(), end.GetProperty("exitCode").GetInt32(), end.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task What_ran_elsewhere_is_marked_and_not_called_degraded()
    {
        Begin("a");
        _view.See("room", "a", new ExecutionEvent.Finished(Result(Verdict.Ok, "") with { Fallback = "judge0" }));
        var end = (await TakeAsync())[^1].Value;
        Assert.Equal("judge0", end.GetProperty("fallback").GetString());
        Assert.False(end.TryGetProperty("degraded", out _));
    }

    [Fact]
    public async Task Ends_are_told_to_a_slow_member_and_until_then_nothing_begins_for_it()
    {
        Begin("a");
        Begin("b");
        _view.See("room", "a", Output(Megabyte));
        Fill();
        _view.See("room", "a", Failed("why"));
        _view.See("room", "b", Failed("why"));
        Begin("c");
        Assert.Equal(0, _view.Count);

        var ends = new List<JsonElement>();
        while (ends.Count < 2)
        {
            ends.AddRange((await TakeAsync()).Where(one => one.Name == "execution-complete").Select(one => one.Value));
        }

        Assert.Equal(["a", "b"], ends.Select(end => end.GetProperty("executionId").GetString()));
        Assert.All(ends, end => Assert.True(end.GetProperty("skipped").GetBoolean() && !end.TryGetProperty("error", out _)));
        for (var tries = 0; _view.Count == 0 && tries < 1000; tries++)
        {
            await Task.Yield();
            Begin("d");
        }

        Assert.Equal(1, _view.Count);
    }

    [Fact]
    public void Nothing_is_kept_of_a_room_that_was_left()
    {
        Begin("a");
        _view.Enter("other");
        _view.See("other", "b", new ExecutionEvent.Queued());
        _view.Leave("room");
        Assert.Equal(1, _view.Count);
        Begin("late");
        Assert.Equal(1, _view.Count);
        _view.Leave("other");
        Assert.Equal(0, _view.Count);
    }

    private void Begin(string id) => _view.See("room", id, new ExecutionEvent.Queued());

    private void Fill()
    {
        while (_session.Outbox.TrySend([EnginePacket.Text(Encoding.UTF8.GetBytes("2[\"filler\",{}]"))], out _))
        {
        }
    }

    private async Task<JsonElement> EndAsync(List<(string? Name, JsonElement Value)> told)
    {
        while (told.Count == 0 || told[^1].Name != "execution-complete")
        {
            told = await TakeAsync();
        }

        return told[^1].Value;
    }

    private async Task<List<(string? Name, JsonElement Value)>> TakeAsync()
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(10));
        var told = new List<(string?, JsonElement)>();
        do
        {
            foreach (var packet in (await _session.Outbox.TakeAsync(late.Token)).Where(packet => packet.Type == EnginePacketType.Message))
            {
                var read = JsonElement.Parse(packet.Data.Span[1..]);
                told.Add((read[0].GetString(), read[1]));
            }
        }
        while (!_session.Outbox.HasRoom(int.MaxValue / 2));
        return told;
    }

    private static ExecutionEvent.Output Output(int length) => new(Stage.Run, OutputStream.Stdout, Enumerable.Repeat((byte)'x', length).ToArray());

    private static ExecutionEvent.Finished Finished() => new(Result(Verdict.Ok, ""));

    private static ExecutionEvent.Finished Failed(string why) => new(Result(Verdict.RuntimeError, why));

    private static ExecutionResult Result(Verdict verdict, string error) => new()
    {
        Verdict = verdict,
        Language = "x",
        Isolation = default,
        Run = new StageResult
        {
            Verdict = verdict, Output = StageOutput.Of(default, Encoding.UTF8.GetBytes(error)), WallTime = default, CpuTime = default, PeakMemory = default,
        },
    };

    private static TestResult Test(Verdict ended, Verdict judged, string output, string error)
    {
        var run = Result(ended, error).Run! with { Output = StageOutput.Of(Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(error)), ExitCode = ended == Verdict.RuntimeError ? 3 : 0 };
        return new() { Verdict = judged, Points = 0, MaxPoints = 1, Run = run };
    }

    private sealed class Nobody : IEngineHandler
    {
        public Task ReceiveAsync(EnginePacket message) => Task.CompletedTask;

        public void Closed(string reason)
        {
        }
    }
}
