using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api;
using Hotcell.Server.Api.Live;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;
using Hotcell.Unit.Engine;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Unit.Server.Live;

public sealed class LiveExecutionTests
{
    private readonly EngineSession _session;
    private readonly LiveExecution _execution;

    public LiveExecutionTests()
    {
        _session = new EngineSessions(new EngineIoOptions(), new ManualTime()).TryOpen("x", polls: true, _ => new Nobody())!;
        var socket = new ClientSocket(_session, new SocketHandshake(IPAddress.Loopback, new HeaderDictionary()), "/");
        _execution = new LiveExecution("id", socket, new Interaction());
    }

    [Fact]
    public async Task A_refused_request_is_let_go_of_before_its_client_takes_the_refusal()
    {
        await _session.Outbox.SendAsync([EnginePacket.Text(new byte[1 << 20])], TestContext.Current.CancellationToken);
        var request = new DialectRequest(new ExecutionRequest { Language = "x", Files = [] }, [], field => field);
        var failure = await _execution.RunAsync(request, new Refusing(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal((429, false), (failure!.Problem.Status, failure.Begun));

        var told = _execution.EndAsync(failure, CancellationToken.None);
        Assert.False(told.IsCompleted);
        await _session.Outbox.TakeAsync(TestContext.Current.CancellationToken);
        await told.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var error = Assert.Single(await _session.Outbox.TakeAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("2[\"error\",{\"message\":\"The server is busy: Too many.", Encoding.UTF8.GetString(error.Data.Span));
    }

    [Fact]
    public async Task Who_takes_nothing_does_not_keep_the_place_of_a_program_that_is_over()
    {
        await _session.Outbox.SendAsync([EnginePacket.Text(new byte[1 << 20])], TestContext.Current.CancellationToken);
        var request = new DialectRequest(new ExecutionRequest { Language = "y", Files = [] }, [], field => field);
        var running = _execution.RunAsync(request, new Refusing(), CancellationToken.None);
        Assert.False(running.IsCompleted);
        _execution.Interaction.Close();
        Assert.Null(await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        var told = _execution.EndAsync(null, CancellationToken.None);
        Assert.False(told.IsCompleted);
        var text = "";
        while (!text.Contains("second", StringComparison.Ordinal))
        {
            text += string.Concat((await _session.Outbox.TakeAsync(TestContext.Current.CancellationToken)).Select(packet => packet.Data.Length > 1000 ? "" : Encoding.UTF8.GetString(packet.Data.Span)));
        }

        await told.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Matches("execution-start.*first.*second", text);
    }

    private sealed class Refusing : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.CompletedTask;
            if (request.Language == "x")
            {
                throw new RejectedException(RejectionKind.Busy, "Too many.");
            }

            yield return new ExecutionEvent.Queued();
            yield return new ExecutionEvent.Output(Stage.Run, OutputStream.Stdout, "first"u8.ToArray());
            yield return new ExecutionEvent.Output(Stage.Run, OutputStream.Stdout, "second"u8.ToArray());
        }
    }

    private sealed class Nobody : IEngineHandler
    {
        public Task ReceiveAsync(EnginePacket message) => Task.CompletedTask;

        public void Closed(string reason)
        {
        }
    }
}
