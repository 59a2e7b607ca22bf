using System.Runtime.InteropServices;
using Hotcell.Linux.Abi;

namespace Hotcell.Linux;

/// <summary>
/// System calls, thinly. Theory of operation: every method returns the kernel's result, or −errno; nothing throws, allocates or blocks in a
/// lock, so all of them may be used in a child between clone3(2) and exec. They go through libc's syscall(2) without a transition of the
/// garbage collector: cheap, and right only for calls that return soon. The few that may sleep for long are named <c>Wait…</c> and must be
/// used only where no collection can be pending (the warden and its children, which never collect).
/// <para>
/// Pointers must stay valid for the call. Paths are NUL-terminated bytes; a <c>"…"u8</c> literal is one (<see cref="Z"/>).
/// </para>
/// </summary>
public static unsafe partial class Sys
{
    [DllImport("libc", EntryPoint = "syscall"), SuppressGCTransition]
    private static extern nint RawSyscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [DllImport("libc", EntryPoint = "__errno_location"), SuppressGCTransition]
    private static extern int* ErrnoLocation();

    /// <summary>Any system call: its result, or −errno.</summary>
    public static nint Call(int number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        var result = RawSyscall(number, a, b, c, d, e, f);
        return result == -1 ? -*ErrnoLocation() : result;
    }

    /// <summary>A pointer to a NUL-terminated literal. Only for <c>"…"u8</c>, which lives in the binary and never moves.</summary>
    public static byte* Z(ReadOnlySpan<byte> literal) => (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
