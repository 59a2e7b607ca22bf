using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.Api.Live;

/// <summary><c>/socket.io/</c>: programs that take input while they run, for Socket.IO clients. The gate is asked when they connect (<see cref="LiveNamespace"/>), not here.</summary>
internal static class LiveEndpoint
{
    public const string Path = "/socket.io/";

    private static readonly EngineErrorDocument s_forbidden = new(4, "Forbidden: this origin may not use the server; --cors-origins names those that may");

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.Map(Path, HandleAsync).WithMetadata(Access.Open).ExcludeFromDescription();

    private static Task HandleAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return Origins.Allows(context.Request, services.GetRequiredService<ServerOptions>())
            ? services.GetRequiredService<LiveServer>().Endpoint(context)
            : EngineEndpoint.RefuseAsync(context, s_forbidden, StatusCodes.Status403Forbidden);
    }
}
