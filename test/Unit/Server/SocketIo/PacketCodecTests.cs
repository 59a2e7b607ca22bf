using System.Text;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Unit.Server.SocketIo;

/// <summary>The examples of the specification of Engine.IO 4, and what is none.</summary>
public sealed class PacketCodecTests
{
    [Fact]
    public void A_payload_is_packets_with_separators_between_them()
    {
        var packets = Decode("4hello\u001e2\u001e4world\u001e" + "bAQIDBA==");

        Assert.Equal(["Message hello", "Ping ", "Message world", "binary 01020304"], packets);
    }

    [Fact]
    public void What_is_decoded_is_encoded_again()
    {
        const string Payload = "4hello\u001e" + "bAQIDBA==\u001e4\u001e3probe\u001e" + "b";
        var packets = PacketCodec.DecodeMany(Encoding.UTF8.GetBytes(Payload)).ToList();

        Assert.Equal(Payload, Encoding.UTF8.GetString(PacketCodec.EncodeMany(packets).Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("4a\u001e")]
    [InlineData("\u001e4a")]
    [InlineData("4a\u001e\u001e4b")]
    [InlineData("b!!!!")]
    [InlineData("bAQI")]
    [InlineData("b4hello\u001f")]
    public void What_is_no_packet_is_refused(string payload) =>
        Assert.Throws<ProtocolException>(() => PacketCodec.DecodeMany(Encoding.UTF8.GetBytes(payload)).ToList());

    [Fact]
    public void Packets_before_a_wrong_one_are_handed_out()
    {
        var packets = PacketCodec.DecodeMany("4a\u001e4b\u001ex"u8.ToArray()).Take(2).ToList();

        Assert.Equal(2, packets.Count);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        Assert.Throws<ProtocolException>(() => PacketCodec.DecodeMany(new byte[] { (byte)'4', 0xff }).ToList());

    private static IEnumerable<string> Decode(string payload) => PacketCodec.DecodeMany(Encoding.UTF8.GetBytes(payload))
        .Select(packet => packet.IsBinary ? "binary " + Convert.ToHexString(packet.Data.Span) : $"{packet.Type} {Encoding.UTF8.GetString(packet.Data.Span)}");
}
