using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.Api.Live;

/// <summary>
/// The events of one client. Input goes to the execution that it names, if that is one of this socket and still runs; else it is dropped, and the client is told. When the
/// client leaves, what it has started ends.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without a timer or a wait handle the source holds nothing.")]
internal sealed class LiveSocket(ClientSocket socket, ConnectedCaller caller, Rooms rooms, RunLimits ranges, Action<Exception> logBug) : ISocketHandler
{
    /// <summary>Also those that were refused, until the client has taken the refusal.</summary>
    private const int MostExecutions = 64;
    private const int MostRooms = 16;

    private readonly ConcurrentDictionary<string, LiveExecution> _executions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _rooms = new(StringComparer.Ordinal);
    private readonly LiveRoomView _view = new(socket);
    private readonly CancellationTokenSource _gone = new();

    public ValueTask ConnectedAsync() => ValueTask.CompletedTask;

    public async ValueTask ReceiveAsync(SocketEvent received)
    {
        try
        {
            await HandleAsync(received, received.Args is [var first, ..] ? first : default);
        }
        catch (RejectedException rejected)
        {
            await FailAsync(ProblemDetails.Of(rejected));
        }
        catch (ProblemException refused)
        {
            await FailAsync(refused.Problem);
        }
    }

    public void Left()
    {
        _ = _gone.CancelAsync();
        foreach (var (room, circle) in _rooms)
        {
            Leave(room, circle);
        }
    }

    private async ValueTask HandleAsync(SocketEvent received, JsonElement argument)
    {
        switch (received.Name)
        {
            case "execute-interactive":
                await ExecuteAsync(received, argument);
                break;
            case "input":
                await InputAsync(received, argument);
                break;
            case "stop":
                await StopAsync(received, argument);
                break;
            case "resize":
                await ResizeAsync(received, argument);
                break;
            case "join":
                await JoinAsync(received, argument);
                break;
            case "leave":
                await LeaveAsync(received, argument);
                break;
            default:
                await FailAsync("An unknown event ends the connection.");
                throw new ProtocolException("an unknown event");
        }
    }

    private async ValueTask ExecuteAsync(SocketEvent received, JsonElement argument)
    {
        if (_executions.Count >= MostExecutions)
        {
            await FailAsync($"At most {MostExecutions} programs run for one connection.");
            return;
        }

        var (request, interaction, room) = LiveReader.Read(argument, ranges);
        var executions = caller.Admit();
        var id = Guid.CreateVersion7().ToString();
        var execution = new LiveExecution(id, socket, interaction);
        _executions[id] = execution;
        _ = RunAsync(id, execution, BeginAsync(execution, request, room is null ? executions : rooms.Share(executions, executions.Circle, room, id, _view)));
        await AckAsync(received, LiveJson.Of(new StartDocument(id, room), LiveJson.Styled.StartDocument));
    }

    private async Task<LiveFailure?> BeginAsync(LiveExecution execution, DialectRequest request, IExecutionService executions)
    {
        // Not on the way of the next event.
        await Task.Yield();
        return await execution.RunAsync(request, executions, _gone.Token);
    }

    /// <param name="running">Has the request, and lets go of it at its end.</param>
    private async Task RunAsync(string id, LiveExecution execution, Task<LiveFailure?> running)
    {
        try
        {
            await execution.EndAsync(await running, _gone.Token);
        }
        catch (Exception bug)
        {
            logBug(bug);
        }
        finally
        {
            _executions.TryRemove(id, out _);
        }
    }

    private async ValueTask InputAsync(SocketEvent received, JsonElement argument)
    {
        var fields = Fields(argument, out var errors);
        var data = DataOf(received, fields);
        var ends = fields.Flag("eof") ?? false;
        if (await FindAsync(fields, errors) is not { } execution)
        {
            return;
        }

        switch (data.IsEmpty ? InputOutcome.Taken : execution.Interaction.Write(data.Span))
        {
            case InputOutcome.Full when data.Length > Interaction.InputRoom:
                await FailAsync($"At most {Interaction.InputRoom} bytes of input are taken at once: this input is dropped.", fields.Text("executionId"));
                return;
            case InputOutcome.Full:
                await FailAsync("The program has not read what it was sent before: this input is dropped.", fields.Text("executionId"));
                return;
            case InputOutcome.Closed:
                await FailAsync("The program's input has ended: this input is dropped.", fields.Text("executionId"));
                return;
        }

        if (ends)
        {
            execution.Interaction.CloseInput();
        }

        await AckAsync(received);
    }

    private async ValueTask StopAsync(SocketEvent received, JsonElement argument)
    {
        var fields = Fields(argument, out var errors);
        if (await FindAsync(fields, errors) is { } execution)
        {
            execution.Interaction.Stop();
            await AckAsync(received, LiveJson.Of(new StopDocument(fields.Text("executionId")!), LiveJson.Styled.StopDocument));
        }
    }

    private async ValueTask ResizeAsync(SocketEvent received, JsonElement argument)
    {
        var fields = Fields(argument, out var errors);
        var size = TerminalFields.ReadChange(fields, errors);
        if (await FindAsync(fields, errors) is not { } execution)
        {
            return;
        }

        if (!execution.Interaction.Resize(size))
        {
            await FailAsync("The program has no terminal, and so no size.", fields.Text("executionId"));
        }
        else
        {
            await AckAsync(received);
        }
    }

    private static ReadOnlyMemory<byte> DataOf(SocketEvent received, JsonFields fields) =>
        fields.Any("data") is { } data && received.BinaryOf(data) is { } binary ? binary : fields.Utf8("data");

    private async ValueTask JoinAsync(SocketEvent received, JsonElement argument)
    {
        var room = RoomOf(argument);
        if (room.Length > Rooms.LongestName || (_rooms.Count >= MostRooms && !_rooms.ContainsKey(room)))
        {
            await FailAsync($"A room has a name of at most {Rooms.LongestName} characters, and one connection joins at most {MostRooms}.");
            return;
        }

        var circle = caller.Admit().Circle;
        _rooms[room] = circle;
        _view.Enter(room);
        rooms.Join(circle, room, _view);
        if (_gone.IsCancellationRequested)
        {
            Leave(room, circle);
        }

        await AckAsync(received);
    }

    private ValueTask LeaveAsync(SocketEvent received, JsonElement argument)
    {
        var room = RoomOf(argument);
        if (_rooms.TryRemove(room, out var circle))
        {
            Leave(room, circle);
        }

        return AckAsync(received, LiveJson.Of(new LeaveDocument(room), LiveJson.Styled.LeaveDocument));
    }

    private void Leave(string room, string circle)
    {
        rooms.Leave(circle, room, _view);
        _view.Leave(room);
    }

    /// <summary>The execution of this socket that is named; null when there is none, and the client has been told.</summary>
    private async ValueTask<LiveExecution?> FindAsync(JsonFields fields, List<FieldError> errors)
    {
        fields.Require("executionId");
        var id = fields.Text("executionId");
        if (errors.Count > 0)
        {
            throw new RejectedException(RejectionKind.Invalid, "The event cannot be read.", errors);
        }

        if (id is not null && _executions.TryGetValue(id, out var execution))
        {
            return execution;
        }

        await FailAsync("There is no such program, or it has ended: this is dropped.", id);
        return null;
    }

    private static JsonFields Fields(JsonElement argument, out List<FieldError> errors) => JsonFields.OfBody(argument, errors = []);

    private static string RoomOf(JsonElement argument)
    {
        var fields = Fields(argument, out var errors);
        fields.Require("roomId");
        var text = fields.Text("roomId");
        return errors.Count == 0 ? text! : throw new RejectedException(RejectionKind.Invalid, "The event cannot be read.", errors);
    }

    /// <summary>Where one was asked for.</summary>
    private ValueTask AckAsync(SocketEvent received, Action<IBufferWriter<byte>>? document = null) => received.Id is { } id ? socket.AckAsync(id, document) : default;

    private ValueTask FailAsync(string message, string? executionId = null) =>
        socket.EmitAsync("error", LiveJson.Of(new ErrorDocument(message, executionId, null, null), LiveJson.Styled.ErrorDocument));

    private ValueTask FailAsync(ProblemDetails problem) => socket.EmitAsync("error", LiveJson.Of(ErrorDocument.Of(problem, null), LiveJson.Styled.ErrorDocument));
}
