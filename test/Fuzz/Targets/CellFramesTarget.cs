using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Fuzz.Fuzzing;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>What a cell says to the server. The first byte of an input chooses how the others are cut into portions.</summary>
internal sealed class CellFramesTarget : FuzzTarget
{
    private const int OutputLimit = 300;
    private const int FilesLimit = 20_000;

    public override string Name => "cell-frames";

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        Frame(FrameKind.Started), Frame(FrameKind.Stdout, "out"u8), Frame(FrameKind.Stderr, "err"u8), Frame(FrameKind.Stdout, new byte[100]),
        Frame(FrameKind.Exit, new byte[ExitReport.Size]), Frame(FrameKind.Fault, new byte[StepFailure.Size]), Frame(FrameKind.Start), Frame(FrameKind.File, new byte[12]), Frame(FrameKind.FileData, new byte[40]), Frame(FrameKind.Booted), Frame((FrameKind)99),
    ];

    public override string Run(byte[] input)
    {
        var bytes = input.AsSpan(Math.Min(1, input.Length));
        var whole = Read(bytes, bytes.Length + 1);
        var portions = Read(bytes, 1 + (input.Length > 0 ? input[0] % 32 : 0));
        Assert.Equal(whole, portions);
        return $"{whole.Phase}, {(whole.Output.Length > 0 ? "output" : "none")}, {whole.Cause}, {whole.Left > 0}";
    }

    private static Conversation Read(ReadOnlySpan<byte> bytes, int portion)
    {
        var output = new OutputLog();
        var starts = 0;
        var artifact = new Artifact(new ByteSize(FilesLimit));
        var reader = new CellReader(output, new ByteSize(OutputLimit), () => starts++, artifact);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var waiting = 0;
        var buffer = new byte[bytes.Length];
        for (var at = 0; at < bytes.Length; at += portion)
        {
            var arrived = bytes[at..Math.Min(bytes.Length, at + portion)];
            arrived.CopyTo(buffer.AsSpan(waiting));
            waiting += arrived.Length;
            var taken = reader.Read(buffer.AsSpan(0, waiting));
            Assert.InRange(taken, 0, waiting);
            buffer.AsSpan(taken, waiting - taken).CopyTo(buffer);
            waiting -= taken;
        }

        // Nothing that the bytes say sizes an allocation: only how many they are.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 + (8 * bytes.Length));
        Assert.InRange(starts, 0, 1);
        var written = output.Collect();
        var all = written.Interleaved;
        Assert.InRange(written.Stdout.Length, 0, OutputLimit);
        Assert.InRange(written.Stderr.Length, 0, OutputLimit);
        Assert.Equal(written.Stdout.Length + written.Stderr.Length, all.Length);
        Assert.InRange(artifact.Bytes, 0, 2 * FilesLimit);
        Assert.True(starts == 1 || all.Length == 0, "There is output before the start.");
        if (reader.Phase == CellPhase.Broken)
        {
            reader.Read([.. Frame(FrameKind.Started), .. Frame(FrameKind.Exit, new byte[ExitReport.Size])]);
            Assert.Equal(CellPhase.Broken, reader.Phase);
        }

        var left = reader.Phase == CellPhase.Broken ? 0 : waiting;
        return new Conversation(reader.Phase, Convert.ToHexString(all.Span), reader.Exit.WaitStatus, reader.Exit.Cause, left);
    }

    private static byte[] Frame(FrameKind kind, params ReadOnlySpan<byte> payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        Wire.Write(frame, new FrameHeader { Kind = kind, Length = (uint)payload.Length });
        payload.CopyTo(frame.AsSpan(FrameHeader.Size));
        return frame;
    }

    private sealed record Conversation(CellPhase Phase, string Output, int WaitStatus, EndCause Cause, int Left);
}
