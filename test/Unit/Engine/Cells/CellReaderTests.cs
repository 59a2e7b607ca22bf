using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Cells;

public sealed class CellReaderTests
{
    private readonly OutputLog _output = new();
    private readonly CellReader _reader;
    private int _started;

    public CellReaderTests() => _reader = new CellReader(_output, new ByteSize(1000), () => _started++);

    [Fact]
    public void A_good_conversation_is_understood()
    {
        var bytes = Frames(Frame(FrameKind.Started), Frame(FrameKind.Stdout, "out"u8), Frame(FrameKind.Stderr, "err"u8), Exit());

        Assert.Equal(bytes.Length, _reader.Read(bytes));

        Assert.Equal((CellPhase.Exited, 1, 256), (_reader.Phase, _started, _reader.Exit.WaitStatus));
        Assert.Equal("outerr"u8, _output.Collect().Interleaved.Span);
    }

    [Fact]
    public void A_fault_is_understood()
    {
        _reader.Read(Frame(FrameKind.Fault, Bytes(new StepFailure { Step = CellStep.Exec, Index = 3, Errno = 2 }, StepFailure.Size)));

        Assert.Equal((CellPhase.Faulted, CellStep.Exec, 3, 2), (_reader.Phase, _reader.Fault.Step, _reader.Fault.Index, _reader.Fault.Errno));
    }

    [Fact]
    public void Frames_may_come_in_any_portions()
    {
        var bytes = Frames(Frame(FrameKind.Started), Frame(FrameKind.Stdout, "out"u8), Exit());
        var (pending, taken) = (new List<byte>(), 0);
        foreach (var one in bytes)
        {
            pending.Add(one);
            var now = _reader.Read(pending.ToArray());
            pending.RemoveRange(0, now);
            taken += now;
        }

        Assert.Equal((CellPhase.Exited, bytes.Length), (_reader.Phase, taken));
        Assert.Equal("out"u8, _output.Collect().Stdout.Span);
    }

    [Fact]
    public void The_largest_frame_fits_the_buffer()
    {
        var reader = new CellReader(_output, new ByteSize(FrameHeader.MaxPayload), () => { });
        reader.Read(Frame(FrameKind.Started));
        var bytes = Frame(FrameKind.Stdout, new byte[FrameHeader.MaxPayload]);

        Assert.Equal(CellReader.BufferSize, bytes.Length);
        Assert.Equal(bytes.Length, reader.Read(bytes));
        Assert.Equal(CellPhase.Running, reader.Phase);
    }

    public static TheoryData<string, byte[]> Lies => new()
    {
        { "output before the start", Frame(FrameKind.Stdout, "x"u8) },
        { "exit before the start", Exit() },
        { "started twice", Frames(Frame(FrameKind.Started), Frame(FrameKind.Started)) },
        { "a fault after the start", Frames(Frame(FrameKind.Started), Frame(FrameKind.Fault, new byte[StepFailure.Size])) },
        { "output after the exit", Frames(Frame(FrameKind.Started), Exit(), Frame(FrameKind.Stdout, "x"u8)) },
        { "a second exit", Frames(Frame(FrameKind.Started), Exit(), Exit()) },
        { "an exit after a fault", Frames(Frame(FrameKind.Fault, new byte[StepFailure.Size]), Exit()) },
        { "a start with a payload", Frame(FrameKind.Started, "x"u8) },
        { "empty output", Frames(Frame(FrameKind.Started), Frame(FrameKind.Stdout)) },
        { "more output than the limit", Frames(Frame(FrameKind.Started), Frame(FrameKind.Stdout, new byte[600]), Frame(FrameKind.Stdout, new byte[401])) },
        { "a short exit", Frames(Frame(FrameKind.Started), Frame(FrameKind.Exit, new byte[ExitReport.Size - 1])) },
        { "a long exit", Frames(Frame(FrameKind.Started), Frame(FrameKind.Exit, new byte[ExitReport.Size + 1])) },
        { "an unknown cause", Frames(Frame(FrameKind.Started), Frame(FrameKind.Exit, Bytes(new ExitReport { Cause = (EndCause)99 }, ExitReport.Size))) },
        { "a short fault", Frame(FrameKind.Fault, new byte[StepFailure.Size - 1]) },
        { "a frame of ours", Frame(FrameKind.Start) },
        { "an unknown frame", Frame((FrameKind)200) },
        { "a length above the maximum", Bytes(new FrameHeader { Kind = FrameKind.Started, Length = FrameHeader.MaxPayload + 1 }, FrameHeader.Size) },
        { "an enormous length", Bytes(new FrameHeader { Kind = FrameKind.Stdout, Length = uint.MaxValue }, FrameHeader.Size) },
        { "a reserved byte", Bytes(new FrameHeader { Kind = FrameKind.Started, Reserved0 = 1 }, FrameHeader.Size) },
        { "a reserved word", Bytes(new FrameHeader { Kind = FrameKind.Started, Reserved1 = 1 }, FrameHeader.Size) },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_cell_that_breaks_the_rules_is_believed_no_more(string lie, byte[] bytes)
    {
        _reader.Read(bytes);
        Assert.True(_reader.Phase == CellPhase.Broken, lie);

        _reader.Read(Frames(Frame(FrameKind.Started), Exit()));
        Assert.Equal(CellPhase.Broken, _reader.Phase);
    }

    [Fact]
    public void Random_bytes_do_no_harm()
    {
        var random = new Random(20_240_501);
        for (var round = 0; round < 20_000; round++)
        {
            var output = new OutputLog();
            var reader = new CellReader(output, new ByteSize(100), () => { });
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            Plausible(random, bytes);

            Assert.InRange(reader.Read(bytes), 0, bytes.Length);
            Assert.True(output.Collect().Interleaved.Length <= 200);
        }
    }

    /// <summary>Puts frames with small lengths over the noise, so that the parser is not stopped by the first header every time.</summary>
    private static void Plausible(Random random, Span<byte> bytes)
    {
        var kinds = Enum.GetValues<FrameKind>();
        while (bytes.Length >= FrameHeader.Size && random.Next(8) > 0)
        {
            var kind = random.Next(3) == 0 ? FrameKind.Started : kinds[random.Next(kinds.Length)];
            var header = new FrameHeader { Kind = kind, Length = (uint)random.Next(0, 60) };
            Wire.Write(bytes, header);
            bytes = bytes[Math.Min(bytes.Length, FrameHeader.Size + (int)header.Length)..];
        }
    }

    private static byte[] Exit() => Frame(FrameKind.Exit, Bytes(new ExitReport { WaitStatus = 256, RefusedSyscall = -1 }, ExitReport.Size));

    private static byte[] Frames(params byte[][] frames) => [.. frames.SelectMany(frame => frame)];

    private static byte[] Frame(FrameKind kind, ReadOnlySpan<byte> payload = default) =>
        [.. Bytes(new FrameHeader { Kind = kind, Length = (uint)payload.Length }, FrameHeader.Size), .. payload];

    private static byte[] Bytes<T>(T value, int size)
        where T : unmanaged
    {
        var bytes = new byte[size];
        Wire.Write(bytes, value);
        return bytes;
    }
}
