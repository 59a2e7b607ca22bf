using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.CellFailure;

namespace Hotcell.Warden.Cells;

/// <summary>
/// The first half of init: builds the cell around itself, step by step, while nothing of the user is there yet.
/// <para>
/// Rules for everything in this folder, which runs in a clone of one thread: no allocation, no exception, no lock, no lazily resolved call
/// (interfaces, generics over references, static constructors, delegates), no string. Only system calls, pointers, and memory that was there
/// before. See docs/adr/0001.
/// </para>
/// </summary>
internal static unsafe class InitSetup
{
    /// <summary>From the clone to an init that waits for its program. Ends the process on any failure.</summary>
    public static void Run(CellContext* cell, CgroupDriver cgroups)
    {
        // What needs no id is done while the warden maps the ids; until then this process is nobody.
        Sys.Close(cell->GoWriter);
        PlaceFds(cell);
        Check(cell, CellStep.JoinInitCgroup, cgroups.JoinInit(&cell->Groups));
        byte mapped;
        if (Sys.Read(InitFds.Go, &mapped, 1) != 1)
        {
            Sys.Exit(1);
        }

        Sys.Close(InitFds.Go);
        var user = cell->HasOwnIds ? CellUsers.Init : CellUsers.Program;
        Check(cell, CellStep.BecomeInit, Sys.SetGroup(user), 0);
        Check(cell, CellStep.BecomeInit, cell->HasOwnIds ? Sys.ClearGroups() : 0, 1);
        Check(cell, CellStep.BecomeInit, Sys.SetUser(user), 2);
        Check(cell, CellStep.BecomeInit, Sys.Prctl(Processes.PR_SET_DUMPABLE, 0), 3);
        Check(cell, CellStep.BecomeInit, Sys.Prctl(Processes.PR_SET_PDEATHSIG, Signals.SIGKILL), 4);
        Check(cell, CellStep.BecomeInit, Sys.Prctl(Processes.PR_SET_NAME, (nint)Sys.Z("hotcell-init"u8)), 5);
        Check(cell, CellStep.SetHostName, Sys.SetHostName("cell"u8));
        BringUpLoopback(cell);
        MountRoot(cell);
        InitMounts.MountProc(cell);
        InitMounts.MountOthers(cell);
        EnterRoot(cell);
    }

    /// <summary>Moves the descriptors that init needs to fixed numbers, and closes all others: the warden's and other cells'.</summary>
    private static void PlaceFds(CellContext* cell)
    {
        const int aside = 100;
        var wanted = stackalloc int[InitFds.End];
        wanted[0] = wanted[1] = wanted[2] = cell->Null;
        wanted[InitFds.Data] = cell->Data;
        wanted[InitFds.Lifeline] = cell->Lifeline;
        wanted[InitFds.Go] = cell->Go;
        wanted[InitFds.Over] = cell->Over;
        wanted[InitFds.CpuUsage] = cell->Groups.CpuUsage;
        wanted[InitFds.Peak] = cell->Groups.Peak;
        wanted[InitFds.Weight] = cell->Groups.Weight;
        wanted[InitFds.RefusedForks] = cell->Groups.RefusedForks;
        wanted[InitFds.InitGroup] = cell->Groups.Init;
        for (var i = 0; i < CellGroups.MaxJobDirs; i++)
        {
            wanted[InitFds.FirstJobGroup + i] = cell->Groups.Job[i];
        }

        for (var i = 0; i < InitFds.End; i++)
        {
            if (wanted[i] >= 0)
            {
                wanted[i] = Check(cell, CellStep.PlaceFds, Sys.DupAbove(wanted[i], aside), i);
            }
        }

        cell->Data = wanted[InitFds.Data];
        for (var i = 0; i < InitFds.End; i++)
        {
            if (wanted[i] < 0)
            {
                Sys.Close(i);
            }
            else
            {
                Check(cell, CellStep.PlaceFds, Sys.Dup2(wanted[i], i), i);
                Check(cell, CellStep.PlaceFds, Sys.SetCloseOnExec(i, true), i);
                wanted[i] = i;
            }
        }

        cell->Data = InitFds.Data;
        cell->Lifeline = InitFds.Lifeline;
        cell->Groups.CpuUsage = wanted[InitFds.CpuUsage];
        cell->Groups.Peak = wanted[InitFds.Peak];
        cell->Groups.Weight = wanted[InitFds.Weight];
        cell->Groups.RefusedForks = wanted[InitFds.RefusedForks];
        cell->Groups.Init = wanted[InitFds.InitGroup];
        for (var i = 0; i < CellGroups.MaxJobDirs; i++)
        {
            cell->Groups.Job[i] = wanted[InitFds.FirstJobGroup + i];
        }

        Check(cell, CellStep.CloseFds, Sys.CloseRange(InitFds.End, uint.MaxValue));
    }

    /// <summary>netdevice(7): a new network namespace has <c>lo</c>, down.</summary>
    private static void BringUpLoopback(CellContext* cell)
    {
        var socket = Check(cell, CellStep.BringUpLoopback, Sys.Socket(Net.AF_INET, Net.SOCK_DGRAM | Net.SOCK_CLOEXEC), 0);
        IfreqFlags request = default;
        request.Name[0] = (byte)'l';
        request.Name[1] = (byte)'o';
        Check(cell, CellStep.BringUpLoopback, Sys.Ioctl(socket, Net.SIOCGIFFLAGS, &request), 1);
        request.Flags |= Net.IFF_UP;
        Check(cell, CellStep.BringUpLoopback, Sys.Ioctl(socket, Net.SIOCSIFFLAGS, &request), 2);
        Sys.Close(socket);
    }

    /// <summary>The whole prepared image, in one clone. The copy's root is not locked to the warden's tree, so it can become ours.</summary>
    private static void MountRoot(CellContext* cell)
    {
        var path = stackalloc byte[32];
        new AsciiWriter(path, 32).Text("/images/"u8).Number(cell->Plan.Image).Text("/"u8).Number(cell->Plan.ImageVersion).Terminated();
        var tree = Check(cell, CellStep.CloneImage, Sys.CloneTree(Fcntl.AT_FDCWD, path, recursive: true), 0);
        Check(cell, CellStep.CloneImage, Sys.AttachTree(tree, Sys.Z("/cell"u8)), 1);
        Sys.Close(tree);
    }

    /// <summary>The old root is left on top of the new one, where only the working directory still leads to it.</summary>
    private static void EnterRoot(CellContext* cell)
    {
        Check(cell, CellStep.PivotRoot, Sys.ChangeDirectory(Sys.Z("/cell"u8)), 0);
        Check(cell, CellStep.PivotRoot, Sys.PivotRoot(Sys.Z("."u8), Sys.Z("."u8)), 1);
    }

    /// <summary>
    /// Takes the warden's tree out of sight for good. Done while the program's process prepares itself, and before it is let go: the kernel
    /// waits for an RCU grace period here, which can take longer than all other steps together.
    /// </summary>
    public static void DetachOldRoot(CellContext* cell)
    {
        Check(cell, CellStep.DetachOldRoot, Sys.Unmount(Sys.Z("."u8), Mount.MNT_DETACH), 0);
        Check(cell, CellStep.DetachOldRoot, Sys.ChangeDirectory(Sys.Z("/"u8)), 1);
    }
}
