using System.Runtime.InteropServices;
using System.Text;

namespace Hotcell.Linux.Cgroups;

/// <summary>The controllers that cells need.</summary>
[Flags]
public enum CgroupControllers
{
    None = 0,
    Memory = 1 << 0,
    Pids = 1 << 1,
    Cpu = 1 << 2,
    All = Memory | Pids | Cpu,
}

/// <summary>Where the number that a setting gets comes from.</summary>
public enum CgroupAmount
{
    /// <summary>The setting's own <see cref="CgroupSetting.Value"/>.</summary>
    Fixed,

    /// <summary><see cref="CgroupLimits.MemoryBytes"/>.</summary>
    Memory,

    /// <summary><see cref="CgroupLimits.InitMemoryBytes"/>.</summary>
    InitMemory,

    /// <summary><see cref="CgroupLimits.Pids"/>.</summary>
    Pids,

    /// <summary><see cref="CgroupLimits.CpuMillis"/>, as microseconds in each tenth of a second.</summary>
    CpuQuota,
}

public enum CgroupPresence
{
    /// <summary>Without the file the group cannot be made.</summary>
    Required,

    /// <summary>A kernel without the file has no such thing to limit.</summary>
    Optional,

    /// <summary>Written where the file of the setting before is missing, and required there.</summary>
    Instead,
}

/// <summary>One file of a cell's group that is written when the group is made.</summary>
/// <param name="File">Name in the group's folder.</param>
/// <param name="Controller">The controller that has it.</param>
/// <param name="Amount">What is written.</param>
/// <param name="Reason">Why: shown to operators.</param>
/// <param name="Presence">What it means when there is no such file.</param>
/// <param name="Value">Of <see cref="CgroupAmount.Fixed"/>.</param>
/// <param name="Suffix">Text behind the number.</param>
public sealed record CgroupSetting(
    string File, CgroupControllers Controller, CgroupAmount Amount, string Reason, CgroupPresence Presence = CgroupPresence.Required, ulong Value = 0, string Suffix = "")
{
    public ulong NumberFrom(in CgroupLimits limits) => Amount switch
    {
        CgroupAmount.Memory => limits.MemoryBytes,
        CgroupAmount.InitMemory => limits.InitMemoryBytes,
        CgroupAmount.Pids => limits.Pids,
        CgroupAmount.CpuQuota => CgroupLimits.CpuPeriod * limits.CpuMillis / 1000,
        _ => Value,
    };

    /// <summary>NUL-terminated, in native memory that stays.</summary>
    internal nint FileName { get; } = Native(File);

    internal byte[] SuffixBytes { get; } = Encoding.ASCII.GetBytes(Suffix);

    private static unsafe nint Native(string text)
    {
        var bytes = (byte*)NativeMemory.AllocZeroed((nuint)text.Length + 1);
        Encoding.ASCII.GetBytes(text, new Span<byte>(bytes, text.Length));
        return (nint)bytes;
    }
}
