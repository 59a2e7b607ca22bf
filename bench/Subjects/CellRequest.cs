using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Bench.Subjects;

/// <summary>What a cell is asked for: the limits that a request gets which names none.</summary>
internal static class CellRequest
{
    private const uint Inodes = 16 * 1024;

    private static readonly Limits s_limits = new RunLimits().Defaults;

    /// <summary>Bytes of the <see cref="CellPlan"/>.</summary>
    public static byte[] Plan()
    {
        var memory = (ulong)s_limits.Memory.Bytes;
        var bytes = new byte[CellPlan.Size];
        Wire.Write(bytes, new CellPlan
        {
            WorkBytes = (ulong)s_limits.Disk.Bytes,
            TmpBytes = memory / 8,
            ShmBytes = memory / 8,
            Inodes = Inodes,
            Pids = (uint)s_limits.Processes,
            MemoryBytes = memory,
            CpuMillis = (uint)(s_limits.Cpus * 1000),
            OpenFiles = (uint)s_limits.OpenFiles,
            FileBytes = (ulong)s_limits.FileSize.Bytes,
            StackBytes = (ulong)s_limits.Stack.Bytes,
        });
        return bytes;
    }

    /// <summary>All frames for a program without arguments, files and input.</summary>
    public static byte[] Input(string executable)
    {
        var strings = Encoding.UTF8.GetBytes($"{executable}\0/work\0{executable}\0PATH={HostPath.Variable}\0HOME=/work\0");
        var start = new StartHeader
        {
            WallMilliseconds = (uint)s_limits.WallTime.TotalMilliseconds,
            CpuMilliseconds = (uint)s_limits.CpuTime.TotalMilliseconds,
            StdoutBytes = (ulong)s_limits.Output.Bytes,
            StderrBytes = (ulong)s_limits.Output.Bytes,
            ArgCount = 1,
            EnvCount = 2,
        };
        var bytes = new byte[(3 * FrameHeader.Size) + StartHeader.Size + strings.Length];
        var rest = bytes.AsSpan();
        rest = rest[Wire.Write(rest, new FrameHeader { Kind = FrameKind.Start, Length = (uint)(StartHeader.Size + strings.Length) })..];
        rest = rest[Wire.Write(rest, start)..];
        strings.CopyTo(rest);
        rest = rest[strings.Length..];
        rest = rest[Wire.Write(rest, new FrameHeader { Kind = FrameKind.FilesEnd })..];
        Wire.Write(rest, new FrameHeader { Kind = FrameKind.StdinEnd });
        return bytes;
    }

    public static string Describe(in StepFailure failure) => $"{failure.Step} {failure.Index}: {Errno.NameOf(failure.Errno)}";
}
