using System.Runtime.InteropServices;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Filters;

/// <summary>A filter in native memory, as seccomp(2) wants it. Made once at start; never freed.</summary>
internal static unsafe class FilterMemory
{
    public static SockFprog* Of(SockFilter[] program)
    {
        var filter = (SockFilter*)NativeMemory.Alloc((nuint)program.Length, (nuint)sizeof(SockFilter));
        program.CopyTo(new Span<SockFilter>(filter, program.Length));
        var header = (SockFprog*)NativeMemory.Alloc((nuint)sizeof(SockFprog));
        *header = new SockFprog { len = checked((ushort)program.Length), filter = filter };
        return header;
    }
}
