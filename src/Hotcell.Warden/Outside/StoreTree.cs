using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Outside;

/// <summary>
/// Versions of an image store, mounted while the warden serves. The store's folder is in sight at <c>/stores/N</c>, read-only, since before the
/// host's tree was detached; who may write to it chooses what cells see. Nothing here allocates.
/// </summary>
internal static unsafe class StoreTree
{
    private const int PathLength = 64;

    /// <summary>Puts a version together at <c>/images/N/version</c>, where cells clone it from: 0, or −errno with nothing left mounted.</summary>
    public static int Add(int image, uint version)
    {
        var target = stackalloc byte[PathLength];
        var result = Sys.MakeDirectory(Fcntl.AT_FDCWD, Target(target, image, version, ""u8), 0x1ed);
        if (result < 0 && result != -Errno.EEXIST)
        {
            return result;
        }

        var source = stackalloc byte[PathLength];
        result = Place(Source(source, image, version, "/cell"u8), target, ImagePart.ReadOnly);
        if (result < 0)
        {
            Sys.RemoveDirectory(Fcntl.AT_FDCWD, target);
            return result;
        }

        result = Place(Source(source, image, version, "/root/usr"u8), Target(target, image, version, "/usr"u8), ImagePart.ReadOnly);
        if (result >= 0)
        {
            result = Place(Sys.Z("/hotcell"u8), Target(target, image, version, "/hotcell"u8), ImagePart.ReadOnly);
        }

        if (result >= 0)
        {
            // Ours, and not that of the skeleton: which devices there are does not depend on when the version was installed.
            result = Place(Sys.Z("/dev"u8), Target(target, image, version, "/dev"u8), ImagePart.ReadOnly, recursive: true);
        }

        if (result < 0)
        {
            Remove(image, version);
        }

        return result;
    }

    /// <summary>Cells that have it keep it: theirs are copies of the mount.</summary>
    public static void Remove(int image, uint version)
    {
        var target = stackalloc byte[PathLength];
        Sys.Unmount(Target(target, image, version, ""u8), Mount.MNT_DETACH);
        Sys.RemoveDirectory(Fcntl.AT_FDCWD, target);
    }

    /// <param name="recursive">With what is mounted below it, which keeps its own attributes.</param>
    private static int Place(byte* source, byte* target, ulong attributes, bool recursive = false)
    {
        var tree = Sys.CloneTree(Fcntl.AT_FDCWD, source, recursive);
        if (tree < 0)
        {
            return tree;
        }

        var result = Sys.RestrictTree(tree, attributes, recursive: false);
        if (result >= 0)
        {
            result = Sys.AttachTree(tree, target);
        }

        Sys.Close(tree);
        return result;
    }

    private static byte* Source(byte* buffer, int image, uint version, ReadOnlySpan<byte> part) => new AsciiWriter(buffer, PathLength)
        .Text("/stores/"u8).Number((ulong)image).Text("/"u8).Number(version).Text(part).Terminated();

    private static byte* Target(byte* buffer, int image, uint version, ReadOnlySpan<byte> part) => new AsciiWriter(buffer, PathLength)
        .Text("/images/"u8).Number((ulong)image).Text("/"u8).Number(version).Text(part).Terminated();
}
