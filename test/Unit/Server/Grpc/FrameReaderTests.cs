using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using Grpc.Reflection.V1;
using Hotcell.Kit;
using Hotcell.Server.Grpc;
using Hotcell.Server.Http;
using Hotcell.Unit.Engine;
using Hotcell.V1;

namespace Hotcell.Unit.Server.Grpc;

public sealed class FrameReaderTests
{
    private const int Most = 100_000;

    private static readonly MessageEncoding s_plain = new(Unpacks: false, Packs: false);
    private static readonly MessageEncoding s_gzip = new(Unpacks: true, Packs: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task Messages_arrive_in_any_portions(int portion)
    {
        ExecuteRequest[] sent = [new() { Language = "c", Code = new string('x', 10_000) }, new(), new() { Input = "é" }];
        using var body = new PortionStream([.. sent.SelectMany(message => Bytes(message, s_plain))], portion);
        var reader = Reader(body, s_plain);
        foreach (var expected in sent)
        {
            Assert.Equal(expected, await reader.ReadAsync(ExecuteRequest.Parser, default));
        }

        Assert.Null(await reader.ReadAsync(ExecuteRequest.Parser, default));
    }

    [Fact]
    public async Task A_packed_message_is_unpacked()
    {
        var message = new ExecuteRequest { Code = new string('x', 50_000) };
        var frame = Bytes(message, s_gzip);
        Assert.Equal(1, frame[0]);
        Assert.InRange(frame.Length, 6, 1000);
        Assert.Equal(message, await ReadAsync(frame, s_gzip));
    }

    [Fact]
    public void A_small_message_is_not_packed() => Assert.Equal(0, Bytes(new ExecuteRequest { Code = "x" }, s_gzip)[0]);

    [Fact]
    public Task A_flag_without_an_encoding_is_refused() =>
        AssertFailsAsync(GrpcStatusCode.Internal, "does not say how", [1, 0, 0, 0, 0], s_plain);

    [Fact]
    public Task An_unknown_flag_is_refused() => AssertFailsAsync(GrpcStatusCode.Internal, "neither 0 nor 1", [2, 0, 0, 0, 0], s_plain);

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 7 })]
    public Task An_end_within_a_message_is_told(byte[] body) => AssertFailsAsync(GrpcStatusCode.Internal, "ends within", body, s_plain);

    [Theory]
    [InlineData(new byte[] { 0, 0, 1, 0x86, 0xA1 })] // one more than Most
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0, 0x80, 0, 0, 0 })]
    public async Task An_announced_length_above_the_limit_is_refused_before_a_byte_is_taken(byte[] prefix)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await AssertFailsAsync(GrpcStatusCode.ResourceExhausted, "larger than 100000 bytes", prefix, s_plain);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
    }

    [Fact]
    public async Task A_large_length_alone_takes_no_memory()
    {
        var budget = new BodyBudget(1 << 20, new ManualTime());
        using var body = new PortionStream([0, 0, 0x10, 0, 0, 1, 2, 3], 8);
        var reader = new FrameReader(body, s_plain, 2 << 20, budget);
        var error = await Assert.ThrowsAsync<GrpcException>(() => reader.ReadAsync(ExecuteRequest.Parser, default));
        Assert.Equal(GrpcStatusCode.Internal, error.Status.Code);
    }

    [Fact]
    public async Task What_unpacks_to_more_than_a_message_may_be_is_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[64 << 20]);
        }

        byte[] frame = [1, 0, (byte)(packed.Length >> 16), (byte)(packed.Length >> 8), (byte)packed.Length, .. packed.ToArray()];
        Assert.InRange(frame.Length, 0, Most);
        await AssertFailsAsync(GrpcStatusCode.ResourceExhausted, "larger than", frame, s_gzip);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 3, 1, 2, 3 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 10, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3 })]
    public Task What_is_no_gzip_is_told(byte[] frame) => AssertFailsAsync(GrpcStatusCode.Internal, "cannot be unpacked", frame, s_gzip);

    [Fact]
    public async Task Gzip_that_is_cut_off_is_told()
    {
        var frame = Bytes(new ExecuteRequest { Code = string.Join(' ', Enumerable.Range(0, 2000)) }, s_gzip)[..^100];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        await AssertFailsAsync(GrpcStatusCode.Internal, "cannot be unpacked", frame, s_gzip);
    }

    [Fact]
    public Task What_is_no_message_is_told() => AssertFailsAsync(GrpcStatusCode.Internal, "is no ExecuteRequest", [0, 0, 0, 0, 2, 0x0A, 0x7F], s_plain);

    [Fact]
    public Task A_text_that_is_no_UTF8_is_refused() =>
        AssertFailsAsync(GrpcStatusCode.InvalidArgument, "not valid UTF-8", [0, 0, 0, 0, 3, 0x12, 1, 0xFF], s_plain);

    [Fact]
    public async Task A_text_within_a_message_within_a_message_is_looked_at()
    {
        static byte[] Question(byte letter) => [0, 0, 0, 0, 7, 0x2A, 5, 0x0A, 1, letter, 0x10, 1];
        using var right = new PortionStream(Question((byte)'x'), 100);
        Assert.Equal("x", (await Reader(right, s_plain).ReadAsync(ServerReflectionRequest.Parser, default))!.FileContainingExtension.ContainingType);
        using var wrong = new PortionStream(Question(0xFF), 100);
        await Assert.ThrowsAsync<GrpcException>(() => Reader(wrong, s_plain).ReadAsync(ServerReflectionRequest.Parser, default));
    }

    [Fact]
    public async Task Bytes_that_nobody_knows_are_no_text()
    {
        byte[] unknown = [0x7A, 1, 0xFF, 0x80, 1, 0xFF, 1, 0x8D, 1, 1, 2, 3, 4, 0x91, 1, 1, 2, 3, 4, 5, 6, 7, 8]; // of each kind
        byte[] message = [.. unknown, 0x12, 1, (byte)'x'];
        Assert.Equal(new ExecuteRequest { Code = "x" }, await ReadAsync([0, 0, 0, 0, (byte)message.Length, .. message], s_plain));
    }

    /// <summary>Kept, each of them would be an object of its own: sixteen megabytes of these became more than a gigabyte.</summary>
    [Fact]
    public async Task Fields_that_nobody_knows_are_not_kept()
    {
        var bytes = new List<byte>();
        for (uint field = 100; bytes.Count < 90_000; field++)
        {
            // A varint of a field that is not there.
            for (var tag = field << 3; ; tag >>= 7)
            {
                bytes.Add((byte)(tag > 0x7F ? (tag & 0x7F) | 0x80 : tag));
                if (tag <= 0x7F)
                {
                    break;
                }
            }

            bytes.Add(1);
        }

        var read = await ReadAsync([0, 0, (byte)(bytes.Count >> 16), (byte)(bytes.Count >> 8), (byte)bytes.Count, .. bytes], s_plain);
        Assert.Equal(new ExecuteRequest(), read);
        Assert.Equal(0, read!.CalculateSize());
    }

    [Fact]
    public async Task Without_memory_the_caller_is_told_when_to_come_back()
    {
        var frame = Bytes(new ExecuteRequest { Code = new string('x', 50_000) }, s_plain);
        using var body = new PortionStream(frame, frame.Length);
        var reader = new FrameReader(body, s_plain, Most, new BodyBudget(40_000, new ManualTime()));
        var error = await Assert.ThrowsAsync<GrpcException>(() => reader.ReadAsync(ExecuteRequest.Parser, default));
        Assert.Equal((GrpcStatusCode.ResourceExhausted, TimeSpan.FromSeconds(1)), (error.Status.Code, error.Status.RetryAfter));
    }

    [Fact]
    public async Task All_memory_is_given_back()
    {
        var budget = new BodyBudget(300_000, new ManualTime());
        var frame = Bytes(new ExecuteRequest { Code = new string('x', 50_000) }, s_gzip);
        using var body = new PortionStream([.. frame, .. frame, 1], 100);
        var reader = new FrameReader(body, s_gzip, Most, budget);
        await reader.ReadAsync(ExecuteRequest.Parser, default);
        await reader.ReadAsync(ExecuteRequest.Parser, default);
        await Assert.ThrowsAsync<GrpcException>(() => reader.ReadAsync(ExecuteRequest.Parser, default));
        Assert.True(budget.Open().TryTake(300_000));
    }

    private static FrameReader Reader(Stream body, MessageEncoding encoding) => new(body, encoding, Most, new BodyBudget(10 << 20, new ManualTime()));

    private static async Task<ExecuteRequest?> ReadAsync(byte[] bytes, MessageEncoding encoding)
    {
        using var body = new PortionStream(bytes, bytes.Length);
        return await Reader(body, encoding).ReadAsync(ExecuteRequest.Parser, default);
    }

    private static async Task AssertFailsAsync(GrpcStatusCode code, string words, byte[] bytes, MessageEncoding encoding)
    {
        var error = await Assert.ThrowsAsync<GrpcException>(() => ReadAsync(bytes, encoding));
        Assert.Equal(code, error.Status.Code);
        Assert.Contains(words, error.Message);
    }

    private static byte[] Bytes(IMessage message, MessageEncoding encoding)
    {
        var bytes = new List<byte>();
        for (var pieces = FrameWriter.Frame(message, encoding); pieces.TryTake(out var piece);)
        {
            bytes.AddRange(piece.Span);
        }

        return [.. bytes];
    }
}
