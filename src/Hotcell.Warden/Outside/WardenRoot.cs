using System.Text;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Outside;

/// <summary>
/// The warden's own root file system, made once at start. Theory of operation: a tmpfs that holds the prepared image trees
/// (<c>/images/0/0</c>: image, version), the folders of image stores (<c>/stores/1</c>), devices and boot programs for what is prepared from them later, the point at which a cell puts its root, and a /proc of the warden's pid namespace (a cell may mount its own only
/// while an unmasked one is in sight, and uid maps are written through it). The host's tree is detached afterwards, so neither the warden nor a
/// clone of it can name a host path but those of a store, and a clone copies few mounts.
/// </summary>
internal static unsafe class WardenRoot
{
    /// <summary>
    /// Where the new root is put together: a directory that every machine has and that holds nothing we still need, for it is hidden by this, inside
    /// our namespace. Images, languages and checkouts may well be under /tmp.
    /// </summary>
    private const string Staging = "/sys";

    /// <exception cref="LinuxException">Which step failed; the warden must not run without it.</exception>
    public static void Enter(IReadOnlyList<ImageSource> images, string? languages)
    {
        Check("make mounts private", Sys.MountFs(Sys.Z("none"u8), Sys.Z("/"u8), null, Mount.MS_REC | Mount.MS_PRIVATE, null));
        MountNew("tmpfs", Staging, Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV, ("size", "64m"), ("mode", "0755"));
        foreach (var folder in (string[])["images", "stores", "cell", "proc"])
        {
            Directory.CreateDirectory($"{Staging}/{folder}");
        }

        BootPrograms.Lay(languages, $"{Staging}/hotcell");
        ImageTree.LayDevices($"{Staging}/dev");
        ImageTree.BindDevices($"{Staging}/dev");
        for (var i = 0; i < images.Count; i++)
        {
            if (images[i].IsStore)
            {
                Directory.CreateDirectory($"{Staging}/images/{i}");
                Directory.CreateDirectory($"{Staging}/stores/{i}");
                Bind(images[i].Folder, $"{Staging}/stores/{i}", Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV);
            }
            else
            {
                ImageTree.Build(images[i].Folder, languages, $"{Staging}/images/{i}/0");
            }
        }

        MountNew("proc", $"{Staging}/proc", Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV | Mount.MOUNT_ATTR_NOEXEC);

        Check("chdir to the new root", Sys.ChangeDirectory(Sys.Z("/sys"u8)));
        Check("pivot_root", Sys.PivotRoot(Sys.Z("."u8), Sys.Z("."u8)));
        Check("detach the host's root", Sys.Unmount(Sys.Z("."u8), Mount.MNT_DETACH));
        Check("chdir to /", Sys.ChangeDirectory(Sys.Z("/"u8)));

        // Every file and every program in a cell is opened by it: better to say at once than in every cell that it is missing.
        Sys.Close(Check("openat2", Sys.OpenWithoutMagic(Sys.Z("/"u8), Fcntl.O_PATH | Fcntl.O_CLOEXEC)));
    }

    /// <summary>Makes a file system and attaches it; returns nothing, since the mount is found by its path.</summary>
    public static void MountNew(string type, string target, ulong attributes, params ReadOnlySpan<(string Key, string Value)> settings)
    {
        fixed (byte* typeName = C(type))
        {
            var fs = Check($"fsopen {type}", Sys.FsOpen(typeName));
            foreach (var (key, value) in settings)
            {
                fixed (byte* keyName = C(key), valueText = C(value))
                {
                    Check($"fsconfig {type} {key}={value}", Sys.FsSet(fs, keyName, valueText));
                }
            }

            Check($"create {type}", Sys.FsCreate(fs));
            var mount = Check($"fsmount {type}", Sys.FsMount(fs, attributes));
            Sys.Close(fs);
            Attach(mount, target);
        }
    }

    /// <summary>Binds the host's <paramref name="source"/> (with what is mounted below it) at <paramref name="target"/>.</summary>
    public static void Bind(string source, string target, ulong attributes)
    {
        fixed (byte* path = C(source))
        {
            var tree = Check($"open_tree {source}", Sys.CloneTree(Fcntl.AT_FDCWD, path, recursive: true));
            Check($"mount_setattr {source}", Sys.RestrictTree(tree, attributes, recursive: true));
            Attach(tree, target);
        }
    }

    /// <summary>Adds attributes to the mount at <paramref name="target"/> alone.</summary>
    public static void Restrict(string target, ulong attributes)
    {
        fixed (byte* path = C(target))
        {
            var fd = Check($"open {target}", Sys.Open(Fcntl.AT_FDCWD, path, Fcntl.O_PATH | Fcntl.O_CLOEXEC));
            Check($"mount_setattr {target}", Sys.RestrictTree(fd, attributes, recursive: false));
            Sys.Close(fd);
        }
    }

    private static void Attach(int tree, string target)
    {
        fixed (byte* path = C(target))
        {
            Check($"move_mount {target}", Sys.AttachTree(tree, path));
            Sys.Close(tree);
        }
    }

    private static byte[] C(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static int Check(string call, int result) => result >= 0 ? result : throw new LinuxException(call, -result);
}
