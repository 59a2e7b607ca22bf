using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>A cell was made, and its runtime did not boot.</summary>
internal sealed class BootException(string message) : Exception(message)
{
    private const int LongestText = 300;

    /// <summary>Why, by what the cell said instead: nothing of any user is in it yet.</summary>
    public static BootException Of(ReadOnlySpan<byte> frames)
    {
        var (text, end) = ("", "the cell is gone");
        while (Wire.TryRead<FrameHeader>(frames, out var header) && frames.Length - FrameHeader.Size >= header.Length)
        {
            var payload = frames.Slice(FrameHeader.Size, (int)header.Length);
            frames = frames[(FrameHeader.Size + payload.Length)..];
            if (header.Kind is FrameKind.Stdout or FrameKind.Stderr)
            {
                text += Readable(payload);
            }
            else if (header.Kind == FrameKind.Exit && Wire.TryRead<ExitReport>(payload, out var exit))
            {
                end = Describe(exit);
            }
            else if (header.Kind == FrameKind.Fault && Wire.TryRead<StepFailure>(payload, out var fault))
            {
                end = $"it could not be started ({fault.Step}, errno {fault.Errno})";
            }
        }

        return new BootException(text.Length == 0 ? end : $"{end}: {text[..Math.Min(text.Length, LongestText)]}");
    }

    private static string Describe(in ExitReport exit)
    {
        var status = new WaitStatus(exit.WaitStatus);
        return exit.Cause == EndCause.WallTime ? "it took too long" : status.Signal is { } signal ? $"it was ended by {SignalName.Of(signal)}" : $"it ended with exit code {status.ExitCode}";
    }

    private static string Readable(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i] = bytes[i] is > 0x1f and < 0x7f ? (char)bytes[i] : ' ';
        }

        return string.Join(' ', new string(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
