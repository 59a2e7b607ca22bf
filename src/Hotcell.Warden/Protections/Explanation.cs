using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Linux.Seccomp;
using Hotcell.Protocol;
using Hotcell.Warden.Filters;
using Hotcell.Warden.Outside;

namespace Hotcell.Warden.Protections;

/// <summary>
/// Everything that a cell has, each with its reason, as text: <c>hotcell doctor --explain</c>. It prints the lists that cells are made from, so nothing
/// that is done can be missing here, and nothing that is told can be missing there.
/// </summary>
internal static class Explanation
{
    private static readonly (ulong Bit, string Name)[] s_attributes =
    [
        (Mount.MOUNT_ATTR_RDONLY, "ro"), (Mount.MOUNT_ATTR_NOSUID, "nosuid"), (Mount.MOUNT_ATTR_NODEV, "nodev"), (Mount.MOUNT_ATTR_NOEXEC, "noexec"),
    ];

    public static int Print(TextWriter output)
    {
        foreach (var (title, lines) in Sections())
        {
            output.WriteLine(title);
            foreach (var (name, reason) in lines)
            {
                output.WriteLine($"  {name}: {reason}");
            }
        }

        return ExitCodes.Ok;
    }

    /// <summary>Titles, and below each what there is and why.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<(string Name, string Reason)> Lines)> Sections() =>
    [
        ("Namespaces", [.. CellNamespace.All.Append(CellNamespace.Cgroup).Select(one => (one.Name, one.Reason))]),
        ("Mounts", [.. ImagePart.All.Select(part => ($"{part.Path} ({Attributes(part.Attributes)})", part.Reason)), .. CellMount.All.Select(mount => (Describe(mount), mount.Reason))]),
        ("Set below /proc, then read-only", [.. ProcSetting.All.Select(setting => ($"/proc/{setting.File} = {setting.Value}", setting.Reason))]),
        ("Covered in /proc", [.. ProcMask.All.Select(mask => ($"/proc/{mask.Path}", mask.Reason))]),
        ("Limits of the program's control group (version 2)", [.. CgroupV2.JobSettings.Select(setting => (Describe(setting), setting.Reason))]),
        ("Limits of the program's control group (version 1)", [.. CgroupV1.JobSettings.Select(setting => (Describe(setting), setting.Reason))]),
        ("Limits of the control group of init", [.. CgroupV2.InitSettings.Concat(CgroupV1.InitSettings).Select(setting => (Describe(setting), setting.Reason))]),
        ("Limits of each process", [.. ProgramLimit.All.Select(limit => (Describe(limit), limit.Reason))]),
        ("System calls refused to a program", [.. ProgramFilter.Rules.Select(rule => (Describe(rule), rule.Reason)), ("all numbers above " + SyscallNumber.LastReviewed, "newer than the last review: ENOSYS"), ("calls of i386 and x32", "other doors to the same kernel, which the rules do not know: ENOSYS")]),
        ("System calls left to init, when there is a program", [.. InitFilter.AllowedToCollect.Select(call => (SyscallNumber.NameOf(call.Syscall) + Conditions(call.Tests), call.Reason))]),
    ];

    private static string Attributes(ulong attributes) => string.Join(',', s_attributes.Where(one => (attributes & one.Bit) != 0).Select(one => one.Name));

    private static string Describe(CellMount mount)
    {
        var options = mount.Settings.Select(option => $"{option.Key}={option.Value}").Prepend(Attributes(mount.Attributes));
        var size = mount.Size == MountSize.None ? [] : (string[])["size and nr_inodes from the plan"];
        return $"{mount.Target} ({string.Join(", ", [mount.Type, .. options, .. size])})";
    }

    private static string Describe(CgroupSetting setting) => $"{setting.File} = " + setting.Amount switch
    {
        CgroupAmount.Fixed => $"{setting.Value}",
        CgroupAmount.InitMemory => $"{Serving.WardenLimits.InitMemoryBytes}",
        CgroupAmount.CpuQuota => $"the plan's share of {CgroupLimits.CpuPeriod}",
        var amount => $"the plan's {(amount == CgroupAmount.Memory ? "memory" : "processes")}",
    } + setting.Suffix + (setting.Presence == CgroupPresence.Required ? "" : setting.Presence == CgroupPresence.Optional ? ", where there is one" : ", where there is none of the last");

    private static string Describe(ProgramLimit limit) => $"RLIMIT_{limit.Name} = " + limit.Amount switch
    {
        LimitAmount.Fixed => $"{limit.Value}",
        LimitAmount.AtMost => $"{limit.Value} at most",
        LimitAmount.FileBytes => "the plan's file size",
        LimitAmount.StackBytes => "the plan's stack",
        LimitAmount.OpenFiles => "the plan's open files",
        LimitAmount.MemoryBytes => "the plan's memory",
        LimitAmount.Pids => "the plan's processes",
        _ => "the program's CPU time and 2 s",
    } + (limit.InPlaceOf == Isolation.None ? "" : $", only without {IsolationNames.Of(limit.InPlaceOf)[0]}");

    private static string Conditions(ArgumentTest[] tests) => tests.Length == 0 ? "" : " where " + string.Join(" and ", tests.Select(test =>
        $"argument {test.Index}{(test.HighHalf ? " (high half)" : "")}{(test.Mask == uint.MaxValue ? "" : $" & 0x{test.Mask:x}")} {(test.Operator == ArgumentOperator.Equal ? "=" : "≠")} 0x{test.Value:x}"));

    private static string Describe(SeccompRule rule)
    {
        var answer = rule.Action == SeccompAction.Named ? "named" : rule.Errno == 0 ? "does nothing" : Errno.NameOf(rule.Errno);
        return $"{SyscallNumber.NameOf(rule.Syscall)}{Conditions(rule.Tests)} ({answer})";
    }
}
