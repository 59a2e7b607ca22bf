using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using Hotcell.Server.Http;

namespace Hotcell.Server.Grpc;

/// <summary>
/// How messages are packed: not at all, or by gzip. Answers are packed for those who pack their own requests and say that they can unpack: a client
/// next door would only wait for it.
/// </summary>
/// <param name="Unpacks">Whether messages that are marked as packed are gzip; else nobody said what they are.</param>
/// <param name="Packs">Whether large answers are packed.</param>
internal readonly record struct MessageEncoding(bool Unpacks, bool Packs)
{
    public const string Header = "grpc-encoding";
    public const string AcceptHeader = "grpc-accept-encoding";
    public const string Accepted = $"{Identity},{Gzip}";
    public const string Gzip = "gzip";

    private const string Identity = "identity";

    /// <exception cref="GrpcException">UNIMPLEMENTED: another encoding. The answer's headers name those that there are.</exception>
    public static MessageEncoding Of(IHeaderDictionary headers)
    {
        var name = headers[Header].ToString();
        var unpacks = name == Gzip;
        if (!unpacks && name is not ("" or Identity))
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, $"{Header} must be one of {Accepted}, not {JsonText.Shorten(name)}.");
        }

        return new(unpacks, unpacks && headers.GetCommaSeparatedValues(AcceptHeader).Contains(Gzip));
    }

    public static byte[] Pack(IMessage message)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            message.WriteTo(gzip);
        }

        return packed.ToArray();
    }

    /// <summary>Fills <paramref name="unpacked"/>, as far as there may be more of it.</summary>
    /// <returns>False when there is no memory to be had.</returns>
    /// <exception cref="InvalidDataException">It is not gzip, or stops in the middle.</exception>
    public static bool Unpack(ArrivingBytes packed, ArrivingBytes unpacked)
    {
        using var gzip = new GZipStream(packed.OpenRead(), CompressionMode.Decompress);
        while (!unpacked.IsOver)
        {
            if (!unpacked.TryGetRoom(out var room))
            {
                return false;
            }

            var read = gzip.Read(room.Span);
            if (read == 0)
            {
                return IsComplete(packed.Bytes.Span, unpacked.Bytes.Length) ? true : throw new InvalidDataException("It ends early.");
            }

            unpacked.Add(read);
        }

        return true;
    }

    /// <summary>Gzip ends with the length of what it holds (RFC 1952, ISIZE); <see cref="GZipStream"/> does not mind when the end is missing.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> packed, int length) =>
        packed.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(packed[^sizeof(uint)..]) == (uint)length;
}
