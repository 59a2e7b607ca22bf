using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using Hotcell.Warden.Protections;
using static Hotcell.Warden.Cells.CellFailure;

namespace Hotcell.Warden.Cells;

/// <summary>What is mounted over the image in every cell, as <see cref="ProtectionTables"/> say. The rules of <see cref="InitSetup"/> hold.</summary>
internal static unsafe class InitMounts
{
    /// <summary>
    /// proc(5) of the cell's own pid namespace. While it is still writable, what it governs is set for good; then it is read-only as a whole, and what
    /// tells of the host is covered.
    /// </summary>
    public static void MountProc(CellContext* cell)
    {
        var tables = cell->Protections;
        var proc = Make(cell, tables->Proc);
        for (var i = 0; i < tables->SettingCount; i++)
        {
            var setting = tables->Settings + i;
            Check(cell, setting->Step, Sys.WriteFile(proc, setting->File, setting->Value, setting->Length), setting->Index);
        }

        Check(cell, CellStep.MountProc, Sys.RestrictTree(proc, Mount.MOUNT_ATTR_RDONLY, recursive: false), 20);
        Attach(cell, tables->Proc, proc);
        for (var i = 0; i < tables->MaskCount; i++)
        {
            // A kernel that has no such entry needs no mask.
            var result = Sys.MountFs(tables->Masks[i].Cover, tables->Masks[i].Path, null, Mount.MS_BIND, null);
            Check(cell, CellStep.MaskProc, result == -Errno.ENOENT ? 0 : result, i);
        }
    }

    public static void MountOthers(CellContext* cell)
    {
        for (var i = 0; i < cell->Protections->MountCount; i++)
        {
            var mount = cell->Protections->Mounts + i;
            Attach(cell, mount, Make(cell, mount));
        }
    }

    /// <summary>A new file system, not yet attached: its descriptor.</summary>
    private static int Make(CellContext* cell, NativeMount* mount)
    {
        var fs = Check(cell, mount->Step, Sys.FsOpen(mount->Type), 0);
        for (var i = 0; i < mount->OptionCount; i++)
        {
            Check(cell, mount->Step, Sys.FsSet(fs, mount->Options[i].Key, mount->Options[i].Value), 1 + i);
        }

        if (mount->Size != MountSize.None)
        {
            const int capacity = 32;
            var value = stackalloc byte[capacity];
            var bytes = mount->Size == MountSize.Work ? cell->Plan.WorkBytes : mount->Size == MountSize.Tmp ? cell->Plan.TmpBytes : cell->Plan.ShmBytes;
            Check(cell, mount->Step, Sys.FsSet(fs, Sys.Z("size"u8), new AsciiWriter(value, capacity).Number(bytes).Terminated()), 8);
            Check(cell, mount->Step, Sys.FsSet(fs, Sys.Z("nr_inodes"u8), new AsciiWriter(value, capacity).Number(cell->Plan.Inodes).Terminated()), 9);
        }

        Check(cell, mount->Step, Sys.FsCreate(fs), 10);
        var made = Check(cell, mount->Step, Sys.FsMount(fs, mount->Attributes), 11);
        Sys.Close(fs);
        return made;
    }

    private static void Attach(CellContext* cell, NativeMount* mount, int made)
    {
        Check(cell, mount->Step, Sys.AttachTree(made, mount->Target), 12);
        Sys.Close(made);
    }
}
