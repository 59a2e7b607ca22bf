namespace Hotcell.Linux.Abi;

/// <summary>mmap(2), memfd_create(2), shmget(2): what asks for huge pages.</summary>
[CHeaders("sys/mman.h", "sys/shm.h")]
public static class Memory
{
    public const uint MAP_HUGETLB = 0x40000;
    public const uint MFD_HUGETLB = 0x4;
    public const uint SHM_HUGETLB = 0x800;
}
