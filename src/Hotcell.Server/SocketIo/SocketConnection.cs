using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.SocketIo;

/// <summary>
/// One connection of a client: the namespaces that it is in, over one session of Engine.IO. A client that is in none for a while, as at the beginning, is
/// sent away. An event with attachments is handed on when the last of them has come.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Closed lets go of what it holds.")]
internal sealed class SocketConnection : IEngineHandler
{
    private readonly SocketIoServer _server;
    private readonly EngineSession _session;
    private readonly SocketHandshake _handshake;
    private readonly MemoryBudget.Lease _lease;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ClientSocket Socket, ISocketHandler Handler)> _joined = new(StringComparer.Ordinal);
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private readonly ITimer _lonely;
    private SocketPacket? _incomplete;
    private long _incompleteBytes;
    private long _held;
    private bool _closed;

    public SocketConnection(SocketIoServer server, EngineSession session, SocketHandshake handshake)
    {
        (_server, _session, _handshake, _lease) = (server, session, handshake, server.Budget.Open());
        _lease.Revoked.Register(() => session.Close("attachments that came too slowly, while others needed the memory"));
        _lonely = session.Time.CreateTimer(_ => session.Close("in no namespace"), null, server.Options.ConnectTimeout, Timeout.InfiniteTimeSpan);
    }

    public async Task ReceiveAsync(EnginePacket message)
    {
        try
        {
            if (message.IsBinary)
            {
                await AttachAsync(message);
                return;
            }

            if (_incomplete is not null)
            {
                throw new ProtocolException("a packet where an attachment was expected");
            }

            var packet = SocketPacket.Read(message.Data.Span);
            if (packet.Attachments == 0)
            {
                await HandleAsync(packet, []);
                return;
            }

            _incomplete = packet;
            Hold(message);
        }
        catch (Exception bug) when (bug is not ProtocolException)
        {
            _server.LogBug(bug);
            throw new ProtocolException("the server failed");
        }
    }

    public void Closed(string reason)
    {
        List<ISocketHandler> left;
        lock (_gate)
        {
            _closed = true;
            left = [.. _joined.Values.Select(one => one.Handler)];
            _joined.Clear();
        }

        _lonely.Dispose();
        _lease.Dispose();
        left.ForEach(handler => handler.Left());
    }

    private async Task AttachAsync(EnginePacket attachment)
    {
        if (_incomplete is not { } packet)
        {
            throw new ProtocolException("an attachment that nobody expects");
        }

        Hold(attachment);
        _attachments.Add(attachment.Data);
        if (_attachments.Count == packet.Attachments)
        {
            ReadOnlyMemory<byte>[] attachments = [.. _attachments];
            _incomplete = null;
            _attachments.Clear();
            _incompleteBytes = 0;
            await HandleAsync(packet, attachments);
            _lease.GiveBack(_held);
            _held = 0;
        }
    }

    /// <summary>Keeps account of an event in parts, until it has been handled: with its attachments it is no larger than one message may be, and an empty part costs something, too.</summary>
    private void Hold(EnginePacket part)
    {
        _incompleteBytes += part.Data.Length;
        if (_incompleteBytes > _session.Options.MaxPayload || !_lease.TryTake(part.Size))
        {
            throw new ProtocolException($"an event of more than {_session.Options.MaxPayload} bytes, or than there is memory for");
        }

        _held += part.Size;
    }

    private async Task HandleAsync(SocketPacket packet, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        if (packet.Type == SocketPacketType.Connect)
        {
            await ConnectAsync(packet);
            return;
        }

        if (!_joined.TryGetValue(packet.Namespace, out var joined))
        {
            throw new ProtocolException("a packet for a namespace that the client is not connected to");
        }

        switch (packet.Type)
        {
            case SocketPacketType.Event or SocketPacketType.BinaryEvent:
                await joined.Handler.ReceiveAsync(new SocketEvent(packet.EventName!, [.. packet.Payload.EnumerateArray().Skip(1)], attachments, packet.Id));
                break;
            case SocketPacketType.Disconnect:
                Leave(packet.Namespace);
                break;
        }
    }

    private async Task ConnectAsync(SocketPacket packet)
    {
        if (_joined.ContainsKey(packet.Namespace))
        {
            throw new ProtocolException("a second connection to a namespace");
        }

        var socket = new ClientSocket(_session, _handshake, packet.Namespace);
        ISocketHandler handler;
        try
        {
            handler = (_server.Find(packet.Namespace) ?? throw new ConnectRefusedException("Invalid namespace"))
                .Connect(socket, packet.Payload.ValueKind == JsonValueKind.Object ? packet.Payload : NoAuth);
        }
        catch (ConnectRefusedException refused)
        {
            await socket.SendAsync(SocketPacketType.ConnectError, output => WriteRefusal(output, refused));
            return;
        }

        await socket.SendAsync(SocketPacketType.Connect, output => Write(output, "sid", socket.Id));
        lock (_gate)
        {
            if (!_closed)
            {
                _joined[packet.Namespace] = (socket, handler);
                _lonely.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (_closed)
        {
            handler.Left();
            return;
        }

        await handler.ConnectedAsync();
    }

    private void Leave(string name)
    {
        ISocketHandler handler;
        lock (_gate)
        {
            if (!_joined.Remove(name, out var joined))
            {
                return;
            }

            handler = joined.Handler;
            if (_joined.Count == 0)
            {
                _lonely.Change(_server.Options.ConnectTimeout, Timeout.InfiniteTimeSpan);
            }
        }

        handler.Left();
    }

    private static void WriteRefusal(IBufferWriter<byte> output, ConnectRefusedException refused)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("message", refused.Message);
            json.Flush();
        }

        if (refused.ExtraData is { } data)
        {
            output.Write(",\"data\":"u8);
            data(output);
        }

        output.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> output, string name, string value)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static JsonElement NoAuth { get; } = JsonElement.Parse("{}"u8);
}
