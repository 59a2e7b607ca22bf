using Hotcell.Server.SocketIo;

namespace Hotcell.Server.Api.Live;

/// <summary>The server of Socket.IO with what it serves here. Its sessions end when ours does.</summary>
internal sealed class LiveServer
{
    public LiveServer(SocketIoServer server, LiveNamespace live, IHostApplicationLifetime lifetime)
    {
        server.Add(SocketPacket.MainNamespace, live);
        lifetime.ApplicationStopping.Register(() => server.Sessions.CloseAll("the server is stopping"));
        Endpoint = server.Endpoint;
    }

    public RequestDelegate Endpoint { get; }
}
