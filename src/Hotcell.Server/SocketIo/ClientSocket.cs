using System.Buffers;
using System.Text.Json;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.SocketIo;

/// <summary>One client in one namespace: what is sent to it. Safe from any thread; what is sent to a client that has left goes nowhere.</summary>
internal sealed class ClientSocket(EngineSession session, SocketHandshake handshake, string @namespace)
{
    public string Id { get; } = EngineSessions.NewId();

    public SocketHandshake Handshake => handshake;

    /// <summary>Waits while too much is on its way to the client.</summary>
    /// <param name="args">Writes the arguments as JSON, with commas between them; null for none.</param>
    /// <param name="attachments">That placeholders in the arguments stand for.</param>
    public ValueTask EmitAsync(
        string name, Action<IBufferWriter<byte>>? args = null, IReadOnlyList<ReadOnlyMemory<byte>>? attachments = null, CancellationToken cancellation = default) =>
        session.Outbox.SendAsync(Event(name, args, attachments ?? []), cancellation);

    /// <summary>False, and nothing is sent, while too much is on its way to the client.</summary>
    /// <inheritdoc cref="EmitAsync"/>
    public bool TryEmit(string name, Action<IBufferWriter<byte>>? args = null) => session.Outbox.TrySend(Event(name, args, []), out _);

    /// <summary>Whether so many bytes may be sent now, as far as anybody can tell before; none to a client that has left.</summary>
    public bool HasRoom(int bytes) => session.Outbox.HasRoom(bytes);

    /// <summary>Answers an event that asked for it.</summary>
    /// <inheritdoc cref="EmitAsync"/>
    public ValueTask AckAsync(long id, Action<IBufferWriter<byte>>? args = null, IReadOnlyList<ReadOnlyMemory<byte>>? attachments = null)
    {
        attachments ??= [];
        var type = attachments.Count > 0 ? SocketPacketType.BinaryAck : SocketPacketType.Ack;
        return session.Outbox.SendAsync(Packets(SocketPacket.Write(type, @namespace, output => WriteArray(output, null, args), attachments.Count, id), attachments));
    }

    public ValueTask SendAsync(SocketPacketType type, Action<IBufferWriter<byte>> payload) =>
        session.Outbox.SendAsync(Packets(SocketPacket.Write(type, @namespace, payload), []));

    /// <summary>What stands in JSON for an attachment.</summary>
    public static string Placeholder(int index) => $$"""{"_placeholder":true,"num":{{index}}}""";

    private IReadOnlyList<EnginePacket> Event(string name, Action<IBufferWriter<byte>>? args, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var type = attachments.Count > 0 ? SocketPacketType.BinaryEvent : SocketPacketType.Event;
        return Packets(SocketPacket.Write(type, @namespace, output => WriteArray(output, name, args), attachments.Count), attachments);
    }

    private static IReadOnlyList<EnginePacket> Packets(ReadOnlyMemory<byte> text, IReadOnlyList<ReadOnlyMemory<byte>> attachments) =>
        [EnginePacket.Text(text), .. attachments.Select(EnginePacket.Binary)];

    private static void WriteArray(IBufferWriter<byte> output, string? name, Action<IBufferWriter<byte>>? args)
    {
        output.Write("["u8);
        if (name is not null)
        {
            output.Write("\""u8);
            output.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
            output.Write(args is null ? "\""u8 : "\","u8);
        }

        args?.Invoke(output);
        output.Write("]"u8);
    }
}
