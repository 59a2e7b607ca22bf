using System.Runtime.InteropServices;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using Hotcell.Warden.Outside;

namespace Hotcell.Warden.Serving;

/// <summary>
/// Which images cells can have. Theory of operation: a plain image has version 0 for ever. A version of a store is mounted when the first plan
/// names it, and the last few stay mounted; one that gave way is mounted again when it is asked for. The folder of a store is root's: whatever
/// version a server names, it is one that was installed. Nothing here allocates once it is made.
/// </summary>
internal sealed unsafe class ImageTable
{
    private const int Kept = 8;
    private readonly ImageSlot* _images;

    public ImageTable(IReadOnlyList<ImageSource> images)
    {
        Count = images.Count;
        _images = (ImageSlot*)NativeMemory.AllocZeroed((nuint)Count, (nuint)sizeof(ImageSlot));
        for (var i = 0; i < Count; i++)
        {
            _images[i].IsStore = images[i].IsStore;
        }
    }

    public int Count { get; }

    /// <summary>Sees to it that a cell can clone the version: 0, or −errno.</summary>
    public int Prepare(ushort image, uint version)
    {
        var slot = _images + image;
        if (!slot->IsStore || version == 0)
        {
            return slot->IsStore == (version != 0) ? 0 : -Errno.ENOENT;
        }

        if (new ReadOnlySpan<uint>(slot->Versions, Kept).Contains(version))
        {
            return 0;
        }

        var result = StoreTree.Add(image, version);
        if (result < 0)
        {
            return result;
        }

        if (slot->Versions[slot->Next] != 0)
        {
            StoreTree.Remove(image, slot->Versions[slot->Next]);
        }

        slot->Versions[slot->Next] = version;
        slot->Next = (slot->Next + 1) % Kept;
        return 0;
    }

    private struct ImageSlot
    {
        public bool IsStore;

        /// <summary>Mounted ones, in a ring.</summary>
        public fixed uint Versions[Kept];
        public int Next;
    }
}
