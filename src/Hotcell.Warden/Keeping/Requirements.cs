using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Warden.Keeping;

/// <summary>
/// What of a cell's protections depends on who starts Hotcell, and where. Theory of operation: each is looked for before anything is made. What
/// cannot be had is named with its cure, and the keeper does not start, unless the operator has named that very protection as one to do without:
/// then cells are made without it, and say so. Nothing else is ever left out.
/// </summary>
internal sealed unsafe class Requirements
{
    /// <summary>What an operator may accept to be missing; the rest is there, or no cell is.</summary>
    public const Isolation Dispensable = Isolation.MemoryCgroup | Isolation.PidsCgroup | Isolation.CpuCgroup | Isolation.OwnUserIds;

    private const string CorePattern = "/proc/sys/kernel/core_pattern";

    private readonly List<(Isolation Protection, string Why)> _missing = [];
    private readonly List<string> _indispensable = [];

    private Requirements()
    {
    }

    /// <summary>Where cells' groups are made; null where that is impossible.</summary>
    public CgroupMounts? Cgroups { get; private set; }

    /// <summary>Controllers that are there.</summary>
    public CgroupControllers Controllers { get; private set; }

    /// <summary>The protections that cells will not have.</summary>
    public Isolation Missing => _missing.Aggregate(Isolation.None, (all, one) => all | one.Protection);

    public static Requirements Look(KeeperOptions options)
    {
        var found = new Requirements();
        found.LookForCgroups();
        found.LookForCoreHandler();
        if (options.UidBase == 0)
        {
            found._missing.Add((Isolation.OwnUserIds, "/etc/subuid and /etc/subgid have no line for this user (usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER)"));
        }
        else if (Sys.GetEuid() != 0 && SubordinateIds.MissingTool() is { } tool)
        {
            found._missing.Add((Isolation.OwnUserIds, $"{tool} is not installed, which maps them (package uidmap)"));
        }

        return found;
    }

    /// <summary>A line for each protection that is missing and was not accepted.</summary>
    public IReadOnlyList<string> Refusals(Isolation accepted) =>
    [
        .. _indispensable,
        .. _missing.Where(one => (one.Protection & ~accepted) != 0).Select(one => $"{IsolationNames.Of(one.Protection)[0]} cannot be had: {one.Why}"),
    ];

    /// <summary>A line for each protection that is missing, as accepted.</summary>
    public IReadOnlyList<string> Notices() => [.. _missing.Select(one => $"cells are made without {IsolationNames.Of(one.Protection)[0]}, as accepted: {one.Why}")];

    /// <summary>
    /// core(5): where the limit is 0, a core_pattern that is a pipe is started as root of the machine; cells set 1, which nobody below us can if it is not ours to give.
    /// Since Linux 6.16 it may be a socket ("@/path"), and the kernel connects to that whatever the limit is (fs/coredump.c).
    /// </summary>
    private void LookForCoreHandler()
    {
        Rlimit core;
        Sys.GetRlimit(Processes.RLIMIT_CORE, &core);
        if (core.rlim_max == 0 && Sys.SetRlimit(Processes.RLIMIT_CORE, 0, 1) < 0)
        {
            _indispensable.Add("RLIMIT_CORE is 0 and may not be raised to 1, so a crash in a cell could start the machine's core handler: give the user or service a hard limit above 0 (ulimit -Hc; LimitCORE=)");
        }

        // A kernel without core dumps has no such file.
        if (File.Exists(CorePattern) && File.ReadAllText(CorePattern).StartsWith('@'))
        {
            _indispensable.Add($"{CorePattern} is a socket, so a crash in a cell would reach the daemon that listens there, whatever the cell's limits are: set it to a file or a pipe (sysctl kernel.core_pattern=core)");
        }
    }

    private void LookForCgroups()
    {
        string why;
        try
        {
            var mounts = CgroupMounts.Find();
            Controllers = mounts.Usable(out why);
            Cgroups = Controllers == CgroupControllers.None ? null : mounts;
        }
        catch (LinuxException none)
        {
            why = none.Message;
        }

        foreach (var (controller, protection) in ((CgroupControllers, Isolation)[])
            [(CgroupControllers.Memory, Isolation.MemoryCgroup), (CgroupControllers.Pids, Isolation.PidsCgroup), (CgroupControllers.Cpu, Isolation.CpuCgroup)])
        {
            if (!Controllers.HasFlag(controller))
            {
                _missing.Add((protection, why));
            }
        }
    }
}
