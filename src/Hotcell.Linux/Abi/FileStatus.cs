using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>What files are, as fstat(2) and getdents64(2) say it.</summary>
[CHeaders("sys/stat.h", "dirent.h")]
public static class FileKinds
{
    public const uint S_IFMT = 0xf000;
    public const uint S_IFREG = 0x8000;

    public const byte DT_DIR = 4;
    public const byte DT_REG = 8;
}

/// <summary>Result of fstat(2); what nobody here reads is left out.</summary>
[CHeaders("sys/stat.h"), CStruct("struct stat")]
[StructLayout(LayoutKind.Explicit, Size = 144)]
public struct Stat
{
    [FieldOffset(24)]
    public uint st_mode;

    [FieldOffset(48)]
    public long st_size;
}

/// <summary>Entry of getdents64(2), as long as it says; its name, with a NUL behind it, goes on after the struct.</summary>
[CHeaders("dirent.h"), CStruct("struct dirent64")]
[StructLayout(LayoutKind.Explicit, Size = 280)]
public unsafe struct Dirent
{
    [FieldOffset(16)]
    public ushort d_reclen;

    [FieldOffset(18)]
    public byte d_type;

    [FieldOffset(19)]
    public fixed byte d_name[256];
}
