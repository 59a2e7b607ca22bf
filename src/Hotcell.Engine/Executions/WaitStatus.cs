namespace Hotcell.Engine.Executions;

/// <summary>The status of wait4(2), taken apart.</summary>
internal readonly record struct WaitStatus(int Raw)
{
    /// <summary>The signal that ended the process; null when it ended by itself.</summary>
    public int? Signal => (Raw & 0x7f) is > 0 and < 0x7f and var signal ? signal : null;

    /// <summary>Null when a signal ended it.</summary>
    public int? ExitCode => Signal is null ? (Raw >> 8) & 0xff : null;

    public bool Failed => Raw != 0;
}
