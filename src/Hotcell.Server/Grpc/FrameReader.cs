using System.Buffers.Binary;
using Google.Protobuf;
using Hotcell.Server.Http;

namespace Hotcell.Server.Grpc;

/// <summary>Reads messages: "Compressed-Flag (0 or 1 in one byte), Message-Length (big endian, in four bytes), Message".</summary>
/// <param name="body">May deliver its bytes in any portions.</param>
/// <param name="encoding">What the headers said.</param>
/// <param name="mostBytes">Of one message, packed and unpacked.</param>
internal sealed class FrameReader(Stream body, MessageEncoding encoding, int mostBytes, BodyBudget budget)
{
    public const int PrefixSize = 5;

    /// <summary>What a byte of a message costs as text, while there are both.</summary>
    private const int AsText = 2;

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="GrpcException">It is too large, or no message; or there is no memory for it.</exception>
    public async Task<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        using var lease = budget.Open();
        var prefix = new ArrivingBytes(lease, PrefixSize);
        if (!await ReceiveAsync(prefix, PrefixSize, lease, cancellation))
        {
            return null;
        }

        var (isPacked, length) = ReadPrefix(prefix.Bytes.Span);
        var message = new ArrivingBytes(lease, length);
        if (!await ReceiveAsync(message, length, lease, cancellation))
        {
            throw EndsWithin();
        }

        var bytes = isPacked ? Unpack(message, lease) : message.Bytes;
        return lease.TryTake((long)AsText * bytes.Length) ? Parse(parser, bytes.Span) : throw NoMemory();
    }

    private (bool IsPacked, int Length) ReadPrefix(ReadOnlySpan<byte> prefix)
    {
        var isPacked = prefix[0] switch
        {
            0 => false,
            1 when encoding.Unpacks => true,
            1 => throw new GrpcException(GrpcStatusCode.Internal, $"A message is marked as compressed, and {MessageEncoding.Header} does not say how."),
            _ => throw new GrpcException(GrpcStatusCode.Internal, "A message begins with a flag that is neither 0 nor 1."),
        };
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length <= mostBytes ? (isPacked, (int)length) : throw TooLarge();
    }

    /// <summary>Receives <paramref name="count"/> bytes; false when the body was at its end already.</summary>
    private async Task<bool> ReceiveAsync(ArrivingBytes arriving, int count, MemoryBudget.Lease lease, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Revoked);
        while (arriving.Bytes.Length < count)
        {
            if (!arriving.TryGetRoom(out var room))
            {
                throw NoMemory();
            }

            var wanted = Math.Min(room.Length, count - arriving.Bytes.Length);
            var read = await ReadSomeAsync(room[..wanted], lease, stop.Token);
            if (read == 0)
            {
                return arriving.Bytes.Length == 0 ? false : throw EndsWithin();
            }

            arriving.Add(read);
        }

        return true;
    }

    private async ValueTask<int> ReadSomeAsync(Memory<byte> room, MemoryBudget.Lease lease, CancellationToken stop)
    {
        try
        {
            return await body.ReadAsync(room, stop);
        }
        catch (OperationCanceledException) when (lease.Revoked.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatus.Busy("The request came too slowly while others needed the memory that it held.", TimeSpan.FromSeconds(1)));
        }
    }

    private ReadOnlyMemory<byte> Unpack(ArrivingBytes packed, MemoryBudget.Lease lease)
    {
        var unpacked = new ArrivingBytes(lease, mostBytes);
        try
        {
            return !MessageEncoding.Unpack(packed, unpacked) ? throw NoMemory() : unpacked.IsOver ? throw TooLarge() : unpacked.Bytes;
        }
        catch (InvalidDataException)
        {
            throw new GrpcException(GrpcStatusCode.Internal, "A message is marked as gzip and cannot be unpacked.");
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : class, IMessage<T>
    {
        try
        {
            // Fields that nobody knows are not kept: each would cost a hundred times its bytes.
            var message = parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
            return MessageTexts.AreUtf8(message.Descriptor, bytes) ? message : throw new GrpcException(GrpcStatusCode.InvalidArgument, "A text is not valid UTF-8.");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"A message is no {typeof(T).Name}: {error.Message}");
        }
    }

    private GrpcException TooLarge() =>
        new(GrpcStatusCode.ResourceExhausted, $"A message is larger than {new Engine.ByteSize(mostBytes)}, which is the most that this method takes.");

    private static GrpcException EndsWithin() => new(GrpcStatusCode.Internal, "The request ends within a message.");

    private static GrpcException NoMemory() => new(GrpcStatus.Busy("The server holds as many requests as it may.", TimeSpan.FromSeconds(1)));
}
