using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Hotcell.Server.Http;

namespace Hotcell.Server.Grpc;

/// <summary>Makes frames of messages; see <see cref="FrameReader"/>.</summary>
internal static class FrameWriter
{
    /// <summary>In bytes; below, packing gains less than it takes.</summary>
    private const int WorthPacking = 1024;

    public static Pieces Frame(IMessage message, MessageEncoding encoding)
    {
        var size = message.CalculateSize();
        return encoding.Packs && size >= WorthPacking ? FramePacked(MessageEncoding.Pack(message)) : Pieces.Of(output =>
        {
            WritePrefix(output, isPacked: false, size);
            message.WriteTo(output);
        });
    }

    private static Pieces FramePacked(byte[] packed) => Pieces.Of(output =>
    {
        WritePrefix(output, isPacked: true, packed.Length);
        output.Write(packed);
    });

    private static void WritePrefix(IBufferWriter<byte> output, bool isPacked, int length)
    {
        var prefix = output.GetSpan(FrameReader.PrefixSize);
        prefix[0] = isPacked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
        output.Advance(FrameReader.PrefixSize);
    }
}
