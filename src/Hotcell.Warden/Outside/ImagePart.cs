using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Outside;

/// <summary>What a cell sees of an image and beside it, mounted once per image and cloned into every cell.</summary>
/// <param name="Path">In the cell.</param>
/// <param name="Attributes">MOUNT_ATTR_….</param>
/// <param name="Reason">Why, and why so.</param>
internal sealed record ImagePart(string Path, ulong Attributes, string Reason)
{
    public const ulong ReadOnly = Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV;

    /// <summary>The only mounts of a cell on which devices work.</summary>
    public const ulong Device = Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NOEXEC;

    public static IReadOnlyList<ImagePart> All { get; } =
    [
        new("/", ReadOnly, "links to the image's programs, a generated /etc without accounts and secrets, empty folders to mount on; the machine's own root is detached"),
        new("/usr", ReadOnly, "the image's programs and libraries, the same for all cells, so nobody may change them"),
        new("/hotcell", ReadOnly, "the boot programs of languages, which hot cells need"),
        .. ImageTree.Devices.Select(device => new ImagePart($"/dev/{device}", Device, "programs need it; it reaches no hardware and no other process")),
    ];
}
