using System.Net;
using System.Net.Sockets;

namespace Hotcell.Kit;

/// <summary>A network between a client and a server on this machine, whose connections break when a test says so: both ends are reset.</summary>
public sealed class Tunnel : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private bool _isOpen = true;

    public Tunnel(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients find the server.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>Breaks all connections, and each new one until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _isOpen = false;
            _sockets.ForEach(Reset);
            _sockets.Clear();
        }
    }

    public void Mend()
    {
        lock (_gate)
        {
            _isOpen = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _accepting;
        _listener.Dispose();
        Cut();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync(_over.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port);
                if (Keep(client, server))
                {
                    await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
            {
                // As a test has said, or an end of its own.
            }
            finally
            {
                Forget(client, server);
            }
        }
    }

    private bool Keep(Socket client, Socket server)
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                _sockets.AddRange([client, server]);
            }
            else
            {
                Reset(client);
            }

            return _isOpen;
        }
    }

    private void Forget(Socket client, Socket server)
    {
        lock (_gate)
        {
            _sockets.Remove(client);
            _sockets.Remove(server);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        await using var source = new NetworkStream(from);
        await using var target = new NetworkStream(to);
        await source.CopyToAsync(target);
        to.Shutdown(SocketShutdown.Send);
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }
}
