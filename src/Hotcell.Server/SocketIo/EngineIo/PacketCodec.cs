using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>
/// Packets as bytes ("Packet encoding" of the specification). A text packet is the digit of its type and its data; a binary message goes as it is where
/// the carrier can (<c>WebSocket</c>), and as <c>b</c> and base64 where it cannot. Long-polling carries many at once, with a separator between them.
/// </summary>
internal static class PacketCodec
{
    private const byte Separator = 0x1e;
    private const byte BinaryMark = (byte)'b';

    /// <summary>One text packet. The data is a part of <paramref name="text"/>, unless it was base64.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public static EnginePacket Decode(ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty)
        {
            throw new ProtocolException("an empty packet");
        }

        var first = text.Span[0];
        if (first == BinaryMark)
        {
            return EnginePacket.Binary(FromBase64(text.Span[1..]));
        }

        var type = first - '0';
        return type is >= 0 and <= (int)EnginePacketType.Noop
            ? new EnginePacket((EnginePacketType)type, text[1..])
            : throw new ProtocolException("a packet of an unknown type");
    }

    /// <summary>The packets of a long-polling request, one by one: those before a wrong one have been handed out.</summary>
    /// <exception cref="ProtocolException">What comes next is none.</exception>
    public static IEnumerable<EnginePacket> DecodeMany(ReadOnlyMemory<byte> payload)
    {
        if (!Utf8.IsValid(payload.Span))
        {
            throw new ProtocolException("a payload that is not UTF-8");
        }

        while (payload.Span.IndexOf(Separator) is >= 0 and var end)
        {
            yield return Decode(payload[..end]);
            payload = payload[(end + 1)..];
        }

        yield return Decode(payload);
    }

    public static ReadOnlyMemory<byte> EncodeMany(IReadOnlyList<EnginePacket> packets)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
        {
            if (output.WrittenCount > 0)
            {
                output.Write([Separator]);
            }

            Encode(packet, output);
        }

        return output.WrittenMemory;
    }

    /// <summary>As text, also a binary message.</summary>
    public static void Encode(EnginePacket packet, IBufferWriter<byte> output)
    {
        if (packet.IsBinary)
        {
            output.Write([BinaryMark]);
            var room = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(packet.Data.Length));
            Base64.EncodeToUtf8(packet.Data.Span, room, out _, out var written);
            output.Advance(written);
            return;
        }

        output.Write([(byte)('0' + (int)packet.Type)]);
        output.Write(packet.Data.Span);
    }

    private static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out var consumed, out var written) == OperationStatus.Done && consumed == text.Length
            ? bytes[..written]
            : throw new ProtocolException("a binary packet that is not base64");
    }
}
