using System.Text.Json;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Api.Live;

/// <summary>
/// The main namespace: interactive programs. Where a key is needed, it comes with the handshake, as a header (<see cref="PresentedKey"/>) or, from browsers, which cannot
/// send any with a WebSocket, as <c>auth: { apiKey }</c>.
/// </summary>
internal sealed partial class LiveNamespace(Gate gate, ObservedExecutions executions, Rooms rooms, ServerOptions options, ILogger<LiveNamespace> log) : INamespace
{
    public ISocketHandler Connect(ClientSocket socket, JsonElement auth)
    {
        var secret = PresentedKey.Of(socket.Handshake.Headers) ?? KeyOf(auth);
        var caller = new ConnectedCaller(gate, executions, secret, socket.Handshake.Address, LiveEndpoint.Path);
        try
        {
            caller.Admit();
        }
        catch (ProblemException refused)
        {
            var error = ErrorDocument.Of(refused.Problem, null);
            throw new ConnectRefusedException(error.Message, LiveJson.Of(error, LiveJson.Styled.ErrorDocument));
        }

        return new LiveSocket(socket, caller, rooms, options.InteractiveRanges, LogBug);
    }

    private static string? KeyOf(JsonElement auth) => TextOf(auth, "apiKey") ?? TextOf(auth, "token");

    private static string? TextOf(JsonElement auth, string name) =>
        JsonText.TryProperty(auth, name, out var value) && value.ValueKind == JsonValueKind.String && JsonText.TryText(value, out var text) ? text : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "An interactive execution failed unexpectedly")]
    private partial void LogBug(Exception bug);
}
