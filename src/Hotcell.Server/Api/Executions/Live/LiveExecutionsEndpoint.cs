using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.Server.Telemetry;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>
/// <c>/api/v1/executions/live</c>: a program that takes input while it runs, over a plain WebSocket. Theory of operation: a connection
/// (<see cref="LiveConnection"/>) starts a program (<see cref="LiveProgram"/>) or comes back to one; text messages are frames of control, binary ones are
/// bytes of the program's streams. The program outlives its connection for a while, and what it has told last is sent again (<see cref="ReplayWindow"/>).
/// Browsers cannot send headers with a WebSocket, so where a key is needed and no header has it, the door is open for one small frame that brings it.
/// </summary>
internal static class LiveExecutionsEndpoint
{
    public const string Path = "/api/v1/executions/live";

    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_pong = TimeSpan.FromSeconds(20);

    public static void MapLiveExecutions(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, async (HttpContext context, Gate gate, ServerOptions options, LivePrograms programs) =>
        {
            Require(context, options);
            var executions = AdmitNow(context, gate);
            var owner = ConnectionPlaces.OwnerOf(context);
            if (!programs.Connections.TryEnter(owner))
            {
                throw new ProblemException(ProblemDetails.Unavailable("There are as many connections as there may be."));
            }

            try
            {
                await TalkAsync(context, executions, gate, options, programs);
            }
            finally
            {
                programs.Connections.Leave(owner);
            }
        }).WithMetadata(Access.Open).ExcludeFromDescription();

    /// <exception cref="ProblemException">403 or 426.</exception>
    private static void Require(HttpContext context, ServerOptions options)
    {
        if (!Origins.Allows(context.Request, options))
        {
            throw new ProblemException(ProblemDetails.Forbidden("This origin may not use the server; --cors-origins names those that may."));
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers[HeaderNames.Upgrade] = "websocket";
            throw new ProblemException(ProblemDetails.Plain(StatusCodes.Status426UpgradeRequired, "This is for WebSockets."));
        }
    }

    /// <summary>Null where the key may still come.</summary>
    /// <exception cref="ProblemException">401, 403 or 429.</exception>
    private static CallerExecutions? AdmitNow(HttpContext context, Gate gate)
    {
        if (gate.NeedsKey && PresentedKey.Of(context.Request.Headers) is null)
        {
            return null;
        }

        gate.Admit(context, Access.User);
        return context.RequestServices.GetRequiredService<CallerExecutions>();
    }

    private static async Task TalkAsync(HttpContext context, CallerExecutions? executions, Gate gate, ServerOptions options, LivePrograms programs)
    {
        var (services, address) = (context.RequestServices, context.Connection.RemoteIpAddress);
        var time = services.GetRequiredService<TimeProvider>();
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = s_ping, KeepAliveTimeout = s_pong });
        using var socket = new FrameSocket(webSocket, services.GetRequiredService<BodyBudget>(), time);
        var observed = services.GetRequiredService<ObservedExecutions>();
        await new LiveConnection(
            socket,
            programs,
            executions,
            key => new ConnectedCaller(gate, observed, key, address, Path).Admit(),
            options.InteractiveRanges,
            options.MaxBody,
            time).RunAsync();
    }
}
