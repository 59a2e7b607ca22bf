using System.Net.Sockets;

namespace Hotcell.Unit.Engine.Cells;

/// <summary>Two ends of one stream, as socketpair(2) makes them.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var address = new UnixDomainSocketEndPoint($"\0hotcell-test-{Guid.NewGuid():N}");
        listener.Bind(address);
        listener.Listen();
        Ours = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Ours.Connect(address);
        Theirs = listener.Accept();
    }

    public Socket Ours { get; }

    public Socket Theirs { get; }

    public void Dispose()
    {
        Ours.Dispose();
        Theirs.Dispose();
    }
}
