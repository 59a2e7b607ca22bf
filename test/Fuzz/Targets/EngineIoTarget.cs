using System.Text;
using Hotcell.Fuzz.Fuzzing;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>The body of a long-polling request: packets of Engine.IO, and those of Socket.IO in them.</summary>
internal sealed class EngineIoTarget : FuzzTarget
{
    public override string Name => "engine-io";

    public override IReadOnlyList<byte[]> Words { get; } = WordsOf(
        "\x1e", "4", "40", "41", "42", "43", "44", "45", "46", "3", "1", "2probe", "5", "bAQIDBA==", "b", "51-", "452-", "/admin,", "/a?b,", "12", "[\"foo\"]", "[]", "{}",
        "{\"_placeholder\":true,\"num\":0}", "{\"token\":\"x\"}", "\"connect\"", "\\ud800", "999999999999999");

    public override string Run(byte[] input)
    {
        var outcomes = new StringBuilder();
        var packets = new List<EnginePacket>();
        try
        {
            foreach (var packet in PacketCodec.DecodeMany(input))
            {
                packets.Add(packet);
                outcomes.Append(packets.Count > 3 ? "" : packet.IsBinary ? "binary " : packet.Type == EnginePacketType.Message ? Read(packet.Data.Span) + ' ' : $"{packet.Type} ");
            }
        }
        catch (ProtocolException wrong)
        {
            Assert.InRange(wrong.Message.Length, 1, 200);
            return $"{outcomes}refused: {wrong.Message}";
        }

        // Whatever is read can be written, and says the same when it is read again.
        var again = PacketCodec.DecodeMany(PacketCodec.EncodeMany(packets)).ToList();
        Assert.Equal(packets.Select(Text), again.Select(Text));
        return outcomes.ToString();
    }

    private static string Text(EnginePacket packet) => $"{packet.Type} {packet.IsBinary} {Convert.ToHexString(packet.Data.Span)}";

    private static string Read(ReadOnlySpan<byte> message)
    {
        try
        {
            var packet = SocketPacket.Read(message);
            Assert.InRange(packet.Attachments, 0, 16);
            Assert.InRange(packet.Namespace.Length, 1, 128);
            if (packet.Type is SocketPacketType.Event or SocketPacketType.BinaryEvent)
            {
                Assert.NotNull(packet.EventName);
                var received = new SocketEvent(packet.EventName, [.. packet.Payload.EnumerateArray()], [default], packet.Id);
                return $"{packet.Type} {received.Args.Count(arg => received.BinaryOf(arg) is not null)}";
            }

            return $"{packet.Type} {packet.Payload.ValueKind}";
        }
        catch (ProtocolException wrong)
        {
            return wrong.Message;
        }
    }
}
