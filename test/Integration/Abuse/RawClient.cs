using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotcell.Kit;

namespace Hotcell.Integration.Abuse;

/// <summary>A client that says and reads exactly what a test wants, and behaves as badly.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    /// <param name="receiveBuffer">Bytes that the kernel takes for this client without its reading; 0 for the usual.</param>
    public static async Task<RawClient> ConnectAsync(ServerFixture server, int receiveBuffer = 0)
    {
        var client = new RawClient();
        if (receiveBuffer > 0)
        {
            client._socket.ReceiveBufferSize = receiveBuffer;
        }

        using var patience = new CancellationTokenSource(s_patience);
        await client._socket.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, patience.Token);
        return client;
    }

    /// <summary>The head of a request to run a program.</summary>
    /// <param name="header">One more, with its line end.</param>
    public static string Head(long contentLength, string header = "") =>
        $"POST /api/v1/executions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{header}Content-Length: {contentLength}\r\n\r\n";

    /// <summary>A whole request to run a program; <paramref name="body"/> is sent as it is.</summary>
    public static byte[] Request(string body, string header = "") => Encoding.UTF8.GetBytes(Head(Encoding.UTF8.GetByteCount(body), header) + body);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, patience.Token)..];
        }
    }

    /// <summary>Sends as long as the server takes it, <paramref name="chunk"/> after <paramref name="chunk"/>; true when the server ended it before all was sent.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> chunk, int times)
    {
        try
        {
            for (var i = 0; i < times; i++)
            {
                await SendAsync(chunk);
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Up to <paramref name="count"/> bytes of an answer as text; fewer at its end. A reset is an end, too.</summary>
    public async Task<string> ReadAsync(int count)
    {
        var buffer = new byte[count];
        var length = 0;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            while (length < count && await _socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, patience.Token) is > 0 and var received)
            {
                length += received;
            }
        }
        catch (SocketException)
        {
        }

        return Encoding.Latin1.GetString(buffer, 0, length);
    }

    /// <summary>Status code of the answer; 0 when the connection ended without one.</summary>
    public async Task<int> StatusAsync() =>
        await ReadAsync("HTTP/1.1 200".Length) is { Length: 12 } line ? int.Parse(line[^3..], System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Reads what comes until the server ends the connection; how many bytes it was.</summary>
    public async Task<long> DrainAsync()
    {
        long total = 0;
        while (await ReadAsync(1 << 16) is { Length: > 0 } text)
        {
            total += text.Length;
        }

        return total;
    }

    public void Dispose() => _socket.Dispose();
}
