using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>
/// The folder of cgroups that one keeper owns: <c>hotcell/0</c>, <c>hotcell/1</c>, … the first that no other living keeper has locked. Theory of
/// operation: the lock is flock(2) on the folder itself, so it ends with its holder; what a dead holder left is removed before the folder is
/// used again. Nothing outside <c>hotcell</c> is created or written, except that v2 controllers are switched on for children of the parent.
/// <para>This runs once, at start, with the rights of whoever started the keeper; afterwards the folder belongs to the cells' user range.</para>
/// </summary>
public sealed class CgroupInstance
{
    /// <summary>Instances below one parent; the range of cell uids is cut into as many slices.</summary>
    public const int Count = 16;

    /// <summary>The folder in which each keeper has one.</summary>
    internal const string Name = "hotcell";

    /// <summary>Where processes of a delegated group go that were in the group itself.</summary>
    internal const string Supervisor = "supervisor";

    internal static readonly string[] V1Controllers = ["memory", "pids", "cpu", "cpuacct"];

    private readonly CgroupControllers _controllers;

    private CgroupInstance(int version, CgroupControllers controllers, IReadOnlyList<string> folders, IReadOnlyList<int> fds)
    {
        Version = version;
        _controllers = controllers;
        Folders = folders;
        Fds = fds;
    }

    /// <summary>1 or 2.</summary>
    public int Version { get; }

    /// <summary>v2: the folder. v1: the folder in the hierarchy of memory, pids, cpu and cpuacct, in this order.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Open descriptors of <see cref="Folders"/>, close-on-exec; the first holds the lock.</summary>
    public IReadOnlyList<int> Fds { get; }

    /// <summary>v2: the group for the warden itself, beside the cells; null on v1, where it may stay where it is.</summary>
    public string? WardenFolder => Version == 2 ? Path.Combine(Folders[0], "warden") : null;

    /// <summary>Finds the hierarchies, makes a folder, and locks it.</summary>
    /// <param name="mounts">Of this machine.</param>
    /// <param name="controllers">Those that are there; on version 1 all.</param>
    /// <exception cref="LinuxException">With the path that could not be made or written.</exception>
    public static CgroupInstance Claim(CgroupMounts mounts, CgroupControllers controllers = CgroupControllers.All)
    {
        var parents = mounts.Version == 2 ? [PrepareV2Parent(mounts, controllers)] : V1Controllers.Select(mounts.V1Root).ToArray();
        for (var index = 0; index < Count; index++)
        {
            var folders = parents.Select(parent => Path.Combine(parent, Name, index.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray();
            foreach (var folder in folders)
            {
                Directory.CreateDirectory(folder);
            }

            var fds = folders.Select(OpenFolder).ToArray();
            if (Sys.Lock(fds[0], Fcntl.LOCK_EX | Fcntl.LOCK_NB) < 0)
            {
                CloseAll(fds);
                continue;
            }

            var instance = new CgroupInstance(mounts.Version, controllers, folders, fds);
            instance.Sweep();
            return instance;
        }

        throw new LinuxException($"all {Count} folders under {Path.Combine(parents[0], Name)} are in use", Errno.EBUSY);
    }

    /// <summary>Hands the folder to <paramref name="owner"/>, who may then make groups in it and move its own processes between them.</summary>
    public void Delegate(uint owner)
    {
        if (Version == 2)
        {
            var parent = Path.GetDirectoryName(Folders[0])!;
            EnableControllers(parent, _controllers);
            EnableControllers(Folders[0], _controllers);
            Directory.CreateDirectory(WardenFolder!);
            Own(WardenFolder!, owner);
            Own(Path.Combine(WardenFolder!, "cgroup.procs"), owner);
            Own(Path.Combine(Folders[0], "cgroup.procs"), owner);
            Own(Path.Combine(Folders[0], "cgroup.subtree_control"), owner);
        }

        foreach (var folder in Folders.Distinct())
        {
            Own(folder, owner);
        }
    }

    /// <summary>Removes the groups that a dead warden's cells left. To be called while no warden runs.</summary>
    public void Sweep()
    {
        foreach (var folder in Folders.Distinct())
        {
            foreach (var child in Directory.GetDirectories(folder).Where(child => child != WardenFolder))
            {
                RemoveTree(child);
            }
        }
    }

    /// <summary>Removes what is left of the cells, and the folder. Whatever is still in use stays, for the next holder to remove.</summary>
    public void Remove()
    {
        foreach (var folder in Folders.Distinct())
        {
            RemoveTree(folder);
        }

        CloseAll(Fds);
    }

    private static string PrepareV2Parent(CgroupMounts mounts, CgroupControllers controllers)
    {
        var parent = mounts.V2Parent();
        if (parent != mounts.V2Root)
        {
            // A group with controllers for its children may hold no process itself (cgroups(7), "no internal processes").
            var supervisor = Path.Combine(parent, Supervisor);
            Directory.CreateDirectory(supervisor);
            foreach (var pid in File.ReadAllLines(Path.Combine(parent, "cgroup.procs")))
            {
                File.WriteAllText(Path.Combine(supervisor, "cgroup.procs"), pid);
            }
        }

        EnableControllers(parent, controllers);
        Directory.CreateDirectory(Path.Combine(parent, Name));
        return parent;
    }

    private static void EnableControllers(string folder, CgroupControllers controllers) =>
        File.WriteAllText(Path.Combine(folder, "cgroup.subtree_control"), CgroupV2.SubtreeOf(controllers));

    private static unsafe int OpenFolder(string folder)
    {
        fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(folder + "\0"))
        {
            var fd = Sys.Open(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
            return fd >= 0 ? fd : throw new LinuxException($"open {folder}", -fd);
        }
    }

    private static unsafe void Own(string path, uint owner)
    {
        if (owner == Sys.GetEuid())
        {
            return;
        }

        fixed (byte* bytes = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
        {
            var result = Sys.ChangeOwner(Fcntl.AT_FDCWD, bytes, owner, owner);
            if (result < 0)
            {
                throw new LinuxException($"chown {path}", -result);
            }
        }
    }

    private static void CloseAll(IEnumerable<int> fds)
    {
        foreach (var fd in fds)
        {
            Sys.Close(fd);
        }
    }

    private static void RemoveTree(string folder)
    {
        foreach (var child in Directory.GetDirectories(folder))
        {
            RemoveTree(child);
        }

        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // In use: its processes are still being torn down.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
