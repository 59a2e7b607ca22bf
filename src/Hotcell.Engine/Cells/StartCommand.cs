using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>What a cell is told to execute. No string may contain NUL.</summary>
/// <param name="Executable">Absolute path inside the cell.</param>
/// <param name="Env">Entries <c>NAME=value</c>.</param>
internal sealed record StartCommand(string Executable, IReadOnlyList<string> Argv, IReadOnlyList<string> Env)
{
    /// <summary>Where every program starts, and its HOME.</summary>
    public const string WorkDirectory = "/work";

    /// <summary>Whether the executable is one that the user brought or made, and not part of an image.</summary>
    public bool IsUsersOwn => Executable.StartsWith(WorkDirectory + "/", StringComparison.Ordinal);

    /// <summary>Size of the Start frame's payload, in bytes; it must not be above <see cref="FrameHeader.MaxPayload"/>.</summary>
    public int PayloadSize => StartHeader.Size + Strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);

    private IEnumerable<string> Strings => Argv.Concat(Env).Prepend(WorkDirectory).Prepend(Executable);

    /// <summary>The payload of the Start frame.</summary>
    /// <param name="limits">That are counted from the start.</param>
    /// <param name="collects">What the files that the program leaves may take; 0: they are not asked for.</param>
    /// <param name="terminal">The size of the terminal that is its stdio; null: it gets pipes.</param>
    public byte[] ToPayload(Limits limits, ByteSize collects = default, TerminalSize? terminal = null)
    {
        var payload = new byte[PayloadSize];
        var written = Wire.Write(payload, new StartHeader
        {
            WallMilliseconds = Milliseconds(limits.WallTime),
            CpuMilliseconds = Milliseconds(limits.CpuTime),
            StdoutBytes = (ulong)limits.Output.Bytes,
            StderrBytes = (ulong)limits.Output.Bytes,
            FilesBytes = (ulong)collects.Bytes,
            ArgCount = checked((ushort)Argv.Count),
            EnvCount = checked((ushort)Env.Count),
            Terminal = terminal?.ToWindow() ?? default,
        });
        foreach (var text in Strings)
        {
            written += Encoding.UTF8.GetBytes(text, payload.AsSpan(written)) + 1;
        }

        return payload;
    }

    private static uint Milliseconds(TimeSpan time) => (uint)Math.Max(1, Math.Ceiling(time.TotalMilliseconds));
}
