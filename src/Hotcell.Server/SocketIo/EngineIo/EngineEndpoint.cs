using System.Text.Json;
using Hotcell.Server.Http;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>
/// The one path of Engine.IO 4: says which session a request is for, or opens one, and gives it to its carrier. What cannot be served is refused with the
/// numbers and words of the reference server, which its clients know.
/// </summary>
/// <param name="open">Makes what takes the messages of a session that this request opens.</param>
/// <param name="ownerOf">Whose session it would be when sessions are counted.</param>
internal sealed class EngineEndpoint(
    EngineSessions sessions, BodyBudget budget, Func<HttpContext, EngineSession, IEngineHandler> open, Func<HttpContext, string> ownerOf)
{
    private const string Version = "4";
    private static readonly EngineErrorDocument s_unknownTransport = new(0, "Transport unknown");
    private static readonly EngineErrorDocument s_unknownSession = new(1, "Session ID unknown");
    private static readonly EngineErrorDocument s_badMethod = new(2, "Bad handshake method");
    private static readonly EngineErrorDocument s_unsupportedVersion = new(5, "Unsupported protocol version");

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["EIO"] != Version)
        {
            return RefuseAsync(context, s_unsupportedVersion);
        }

        var transport = query["transport"].ToString();
        if (transport is not ("polling" or "websocket"))
        {
            return RefuseAsync(context, s_unknownTransport);
        }

        if (transport == "websocket" && !context.WebSockets.IsWebSocketRequest)
        {
            return RefuseAsync(context, BadRequest("a WebSocket is needed"));
        }

        return query["sid"].ToString() is { Length: > 0 } id ? ContinueAsync(context, id, transport) : OpenAsync(context, transport);
    }

    public static EngineErrorDocument BadRequest(string reason) => new(3, $"Bad request: {reason}");

    public static Task RefuseAsync(HttpContext context, EngineErrorDocument error, int status = StatusCodes.Status400BadRequest)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteJsonAsync(JsonSerializer.SerializeToUtf8Bytes(error, EngineIoJson.Default.EngineErrorDocument), context.RequestAborted);
    }

    private Task OpenAsync(HttpContext context, string transport)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return RefuseAsync(context, s_badMethod);
        }

        if (sessions.TryOpen(ownerOf(context), transport == "polling", session => open(context, session)) is not { } session)
        {
            context.Response.Headers.RetryAfter = "10";
            return RefuseAsync(context, BadRequest("too many sessions"), StatusCodes.Status503ServiceUnavailable);
        }

        return transport == "polling" ? Polling.PollAsync(context, session) : new WebSocketCarrier(context, session, budget).RunAsync();
    }

    private Task ContinueAsync(HttpContext context, string id, string transport)
    {
        var polls = transport == "polling" && HttpMethods.IsGet(context.Request.Method);
        if ((polls ? sessions.FindForPoll(id) : sessions.Find(id)) is not { } session)
        {
            return RefuseAsync(context, s_unknownSession);
        }

        return (transport, context.Request.Method) switch
        {
            ("websocket", _) => new WebSocketCarrier(context, session, budget).UpgradeAsync(),
            (_, "GET") => Polling.PollAsync(context, session),
            (_, "POST") => Polling.PostAsync(context, session, budget),
            _ => RefuseAsync(context, BadRequest("neither GET nor POST")),
        };
    }
}
