using Google.Protobuf;
using Hotcell.Fuzz.Fuzzing;
using Hotcell.Kit;
using Hotcell.Server.Api;
using Hotcell.Server.Api.Grpc;
using Hotcell.Server.Grpc;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>
/// The body of a call of gRPC: frames, and the message in them. The first byte of an input chooses whether gzip was announced, and how the others are
/// cut into portions.
/// </summary>
internal sealed class GrpcRequestTarget : RequestTarget
{
    private const int MostBytes = 8192;

    private static readonly ExecuteRequest s_request = new() { Language = "c", Code = "int main() {}", Input = "x", TimeoutSeconds = 2, MemoryLimitMb = 64, CpuLimit = 0.5 };

    public override string Name => "grpc-request";

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        Frame(s_request), Frame(new ExecuteRequest { Language = "python", Code = "" }), Frame(new ExecuteRequest { TimeoutSeconds = double.NaN, CpuLimit = double.PositiveInfinity }),
        Frame(new ExecuteRequest { Code = new string('x', 2000) }, packed: true), [0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x0A, 1], [0x12, 0], [0x1A, 2], [0x21], [0x29], [0x31], [0x08, 1], [0x3B, 0x3C], "bash"u8.ToArray(), "java"u8.ToArray(), [0x1f, 0x8b, 8, 0],
    ];

    protected override DialectRequest Read(byte[] input)
    {
        var choice = input.Length > 0 ? input[0] : (byte)0;
        var body = input[Math.Min(1, input.Length)..];
        var encoding = new MessageEncoding(Unpacks: (choice & 1) == 1, Packs: false);
        var whole = ReadAll(body, body.Length + 1, encoding);
        Assert.Equal(whole, ReadAll(body, 1 + (choice >> 1) % 32, encoding));
        return whole.Error is { } error ? throw error : ExecuteMessages.Read(whole.Messages[0], ExecuteDefaults.Ranges);
    }

    private static Conversation ReadAll(byte[] body, int portion, MessageEncoding encoding)
    {
        using var stream = new PortionStream(body, portion);
        var budget = new BodyBudget(1 << 20, TimeProvider.System);
        var reader = new FrameReader(stream, encoding, MostBytes, budget);
        var messages = new List<ExecuteRequest>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        GrpcException? error = null;
        try
        {
            while (reader.ReadAsync(ExecuteRequest.Parser, default).GetAwaiter().GetResult() is { } message)
            {
                messages.Add(message);
                Assert.InRange(message.CalculateSize(), 0, MostBytes);
            }
        }
        catch (GrpcException refused)
        {
            error = refused;
        }

        // Of what was only announced, nothing is made; a packed message may become as large as any.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (256 * 1024) + (64 * 1024L * messages.Count) + (8 * body.Length));
        Assert.True(budget.Open().TryTake(1 << 20), "Memory is not given back.");
        return new Conversation(messages, error ?? (messages.Count == 0 ? new GrpcException(GrpcStatusCode.Unimplemented, "nothing") : null));
    }

    private static byte[] Frame(IMessage message, bool packed = false)
    {
        var bytes = new List<byte>();
        for (var pieces = FrameWriter.Frame(message, new MessageEncoding(packed, packed)); pieces.TryTake(out var piece);)
        {
            bytes.AddRange(piece.Span);
        }

        return [.. bytes];
    }

    private sealed record Conversation(List<ExecuteRequest> Messages, GrpcException? Error)
    {
        public bool Equals(Conversation? other) => other is not null && Messages.SequenceEqual(other.Messages) && Error?.Message == other.Error?.Message;

        public override int GetHashCode() => Messages.Count;
    }
}
