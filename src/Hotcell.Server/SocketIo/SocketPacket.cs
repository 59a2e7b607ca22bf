using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.SocketIo;

/// <summary>In the order of their numbers on the wire.</summary>
internal enum SocketPacketType : byte
{
    Connect,
    Disconnect,
    Event,
    Ack,
    ConnectError,
    BinaryEvent,
    BinaryAck,
}

/// <summary>
/// One packet of the Socket.IO protocol 5 as text: <c>type [attachments -] [/namespace ,] [acknowledgement id] [JSON]</c>. Binary attachments follow it as
/// messages of their own; in the JSON a placeholder stands for each.
/// </summary>
/// <param name="Id">That asks for an acknowledgement, or is one.</param>
/// <param name="Payload">Undefined where there is none.</param>
internal sealed record SocketPacket(SocketPacketType Type, string Namespace, int Attachments, long? Id, JsonElement Payload)
{
    public const string MainNamespace = "/";

    private const int MostAttachments = 16;
    private const int LongestNamespace = 128;
    private const int LongestId = 15;
    private const int MaxDepth = 32;

    private static readonly string[] s_reservedEvents = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

    /// <exception cref="ProtocolException">It is none that a client may send.</exception>
    public static SocketPacket Read(ReadOnlySpan<byte> text)
    {
        var type = text.IsEmpty ? -1 : text[0] - '0';
        if (type is < 0 or > (int)SocketPacketType.BinaryAck or (int)SocketPacketType.ConnectError)
        {
            throw new ProtocolException("a Socket.IO packet of an unknown type");
        }

        text = text[1..];
        var packet = new SocketPacket((SocketPacketType)type, MainNamespace, 0, null, default);
        if (packet.Type is SocketPacketType.BinaryEvent or SocketPacketType.BinaryAck)
        {
            packet = packet with { Attachments = (int)ReadNumber(ref text, 2) };
            if (packet.Attachments > MostAttachments || text.IsEmpty || text[0] != '-')
            {
                throw new ProtocolException($"a number of attachments that is not 0 to {MostAttachments}");
            }

            text = text[1..];
        }

        packet = packet with { Namespace = ReadNamespace(ref text) };
        if (!text.IsEmpty && char.IsAsciiDigit((char)text[0]))
        {
            packet = packet with { Id = ReadNumber(ref text, LongestId) };
        }

        packet = packet with { Payload = ReadPayload(text) };
        return packet.IsRight ? packet : throw new ProtocolException("a Socket.IO packet whose payload does not fit its type");
    }

    /// <summary>Writes a packet; <paramref name="payload"/> writes its JSON.</summary>
    public static ReadOnlyMemory<byte> Write(SocketPacketType type, string @namespace, Action<IBufferWriter<byte>>? payload, int attachments = 0, long? id = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var head = new StringBuilder().Append((int)type);
        if (type is SocketPacketType.BinaryEvent or SocketPacketType.BinaryAck)
        {
            head.Append(CultureInfo.InvariantCulture, $"{attachments}-");
        }

        if (@namespace != MainNamespace)
        {
            head.Append(@namespace).Append(',');
        }

        output.Write(Encoding.UTF8.GetBytes(head.Append(id).ToString()));
        payload?.Invoke(output);
        return output.WrittenMemory;
    }

    private bool IsRight => Type switch
    {
        SocketPacketType.Connect => Payload.ValueKind is JsonValueKind.Undefined or JsonValueKind.Object,
        SocketPacketType.Disconnect => Payload.ValueKind == JsonValueKind.Undefined,
        SocketPacketType.Event or SocketPacketType.BinaryEvent =>
            Payload.ValueKind == JsonValueKind.Array && Payload.GetArrayLength() > 0 && EventName is { } name && !s_reservedEvents.Contains(name),
        _ => Payload.ValueKind == JsonValueKind.Array && Id is not null,
    };

    /// <summary>Null when the payload does not begin with one.</summary>
    public string? EventName => Payload[0].ValueKind == JsonValueKind.String && JsonText.TryText(Payload[0], out var name) ? name : null;

    /// <summary>Digits; at least one, and no more than <paramref name="longest"/>.</summary>
    private static long ReadNumber(ref ReadOnlySpan<byte> text, int longest)
    {
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;
        if (length == 0 || length > longest)
        {
            throw new ProtocolException("a number that is none, or too long");
        }

        var number = long.Parse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[length..];
        return number;
    }

    private static string ReadNamespace(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '/')
        {
            return MainNamespace;
        }

        var comma = text.IndexOf((byte)',');
        var name = comma < 0 ? text : text[..comma];
        text = comma < 0 ? [] : text[(comma + 1)..];
        if (name.IndexOf((byte)'?') is >= 0 and var query)
        {
            name = name[..query];
        }

        return name.Length <= LongestNamespace && name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0
            ? Encoding.ASCII.GetString(name)
            : throw new ProtocolException("a namespace that is too long, or not ASCII");
    }

    private static JsonElement ReadPayload(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            var payload = JsonElement.ParseValue(ref reader);
            return reader.Read() ? throw new ProtocolException("a payload with something behind it") : payload;
        }
        catch (JsonException)
        {
            throw new ProtocolException("a payload that is not JSON");
        }
    }
}
