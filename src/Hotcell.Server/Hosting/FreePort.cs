using System.Net.Sockets;

namespace Hotcell.Server.Hosting;

/// <summary>
/// Who wants HTTP and never asked for gRPC gets HTTP, also where another process has the port that gRPC would have: and is told so. Who asked for
/// it gets both or neither.
/// </summary>
internal static class FreePort
{
    public static ServerOptions WithoutTakenGrpc(ServerOptions options)
    {
        var taken = options.GrpcMayBeMissing ? options.Addresses.FirstOrDefault(address => address.Protocol == ListenProtocol.Grpc && IsTaken(address)) : null;
        if (taken is null)
        {
            return options;
        }

        Console.Error.WriteLine($"hotcell: {taken.EndPoint} is taken, so there is no gRPC; --grpc-port chooses another port, and --mode http is silent about it");
        return options with { Addresses = [.. options.Addresses.Where(address => address != taken)] };
    }

    private static bool IsTaken(ListenAddress address)
    {
        using var socket = new Socket(address.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address.EndPoint);
            socket.Listen();
            return false;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
    }
}
