using System.Buffers;
using System.Text;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Unit.Server.SocketIo;

/// <summary>The examples of the specification of the Socket.IO protocol 5, and what is none.</summary>
public sealed class SocketPacketTests
{
    [Theory]
    [InlineData("0", SocketPacketType.Connect, "/", null, "")]
    [InlineData("0/admin,{\"token\":\"123\"}", SocketPacketType.Connect, "/admin", null, "{\"token\":\"123\"}")]
    [InlineData("0/admin", SocketPacketType.Connect, "/admin", null, "")]
    [InlineData("0/admin?a=b,", SocketPacketType.Connect, "/admin", null, "")]
    [InlineData("1", SocketPacketType.Disconnect, "/", null, "")]
    [InlineData("1/admin,", SocketPacketType.Disconnect, "/admin", null, "")]
    [InlineData("2[\"foo\"]", SocketPacketType.Event, "/", null, "[\"foo\"]")]
    [InlineData("2/admin,[\"bar\",1]", SocketPacketType.Event, "/admin", null, "[\"bar\",1]")]
    [InlineData("212[\"foo\"]", SocketPacketType.Event, "/", 12L, "[\"foo\"]")]
    [InlineData("3/admin,13[\"bar\"]", SocketPacketType.Ack, "/admin", 13L, "[\"bar\"]")]
    [InlineData("30[]", SocketPacketType.Ack, "/", 0L, "[]")]
    public void Text_is_read(string text, object type, string @namespace, long? id, string payload)
    {
        var packet = Read(text);

        Assert.Equal(((SocketPacketType)type, @namespace, 0, id), (packet.Type, packet.Namespace, packet.Attachments, packet.Id));
        Assert.Equal(payload, packet.Payload.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : packet.Payload.GetRawText());
    }

    [Theory]
    [InlineData("51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", SocketPacketType.BinaryEvent, "/", 1, null)]
    [InlineData("52-/admin,[\"baz\"]", SocketPacketType.BinaryEvent, "/admin", 2, null)]
    [InlineData("51-15[\"baz\"]", SocketPacketType.BinaryEvent, "/", 1, 15L)]
    [InlineData("61-15[\"bar\"]", SocketPacketType.BinaryAck, "/", 1, 15L)]
    public void Attachments_are_announced(string text, object type, string @namespace, int attachments, long? id)
    {
        var packet = Read(text);

        Assert.Equal(((SocketPacketType)type, @namespace, attachments, id), (packet.Type, packet.Namespace, packet.Attachments, packet.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("4{\"message\":\"only servers say this\"}")]
    [InlineData("2")]
    [InlineData("2{}")]
    [InlineData("2[]")]
    [InlineData("2[1]")]
    [InlineData("2[\"\\ud800\"]")]
    [InlineData("2[\"connect\"]")]
    [InlineData("2[\"disconnect\"]")]
    [InlineData("2abc[\"foo\"]")]
    [InlineData("2[\"foo\"] x")]
    [InlineData("2[\"foo\"][]")]
    [InlineData("2[\"foo\"")]
    [InlineData("21234567890123456[\"foo\"]")]
    [InlineData("3[]")]
    [InlineData("0[]")]
    [InlineData("0\"x\"")]
    [InlineData("1{}")]
    [InlineData("5[\"foo\"]")]
    [InlineData("51[\"foo\"]")]
    [InlineData("5-[\"foo\"]")]
    [InlineData("599-[\"foo\"]")]
    [InlineData("5999999999999-[\"foo\"]")]
    [InlineData("0/a\u0001b,")]
    public void What_is_no_packet_of_a_client_is_refused(string text) => Assert.Throws<ProtocolException>(() => Read(text));

    [Fact]
    public void Depth_is_bounded() => Assert.Throws<ProtocolException>(() => Read("2[\"a\"," + new string('[', 1000) + new string(']', 1000) + "]"));

    [Theory]
    [InlineData(SocketPacketType.Connect, "/", "{}", 0, null, "0{}")]
    [InlineData(SocketPacketType.Event, "/admin", "[\"bar\"]", 0, null, "2/admin,[\"bar\"]")]
    [InlineData(SocketPacketType.BinaryEvent, "/admin", "[]", 2, null, "52-/admin,[]")]
    [InlineData(SocketPacketType.BinaryAck, "/", "[]", 1, 15L, "61-15[]")]
    public void Packets_are_written(object type, string @namespace, string payload, int attachments, long? id, string expected)
    {
        var text = SocketPacket.Write((SocketPacketType)type, @namespace, output => output.Write(Encoding.UTF8.GetBytes(payload)), attachments, id);

        Assert.Equal(expected, Encoding.UTF8.GetString(text.Span));
    }

    [Theory]
    [InlineData("{\"_placeholder\":true,\"num\":1}", "02")]
    [InlineData("{\"num\":0,\"_placeholder\":true}", "01")]
    [InlineData("{\"_placeholder\":true,\"num\":2}", null)]
    [InlineData("{\"_placeholder\":true,\"num\":-1}", null)]
    [InlineData("{\"_placeholder\":true,\"num\":\"0\"}", null)]
    [InlineData("{\"_placeholder\":false,\"num\":0}", null)]
    [InlineData("{\"\\ud800\":1,\"num\":0}", null)]
    [InlineData("\"text\"", null)]
    [InlineData("[]", null)]
    public void A_placeholder_stands_for_an_attachment_and_nothing_else_does(string value, string? expected)
    {
        var arg = Read($"2[\"foo\",{value}]").Payload[1];
        var binary = new SocketEvent("foo", [arg], [new byte[] { 1 }, new byte[] { 2 }], null).BinaryOf(arg);

        Assert.Equal(expected, binary is { } bytes ? Convert.ToHexString(bytes.Span) : null);
    }

    private static SocketPacket Read(string text) => SocketPacket.Read(Encoding.UTF8.GetBytes(text));
}
