using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hotcell.Protocol;

/// <summary>Reads and writes the protocol's structs at the start of a span; every length is checked, nothing is allocated.</summary>
public static class Wire
{
    /// <summary>Reads a <typeparamref name="T"/>; false when <paramref name="bytes"/> is too short.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> bytes, out T value)
        where T : unmanaged =>
        MemoryMarshal.TryRead(bytes, out value);

    /// <summary>Writes <paramref name="value"/> and returns the bytes it took; throws when <paramref name="bytes"/> is too short.</summary>
    public static int Write<T>(Span<byte> bytes, in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(bytes, in value);
        return Unsafe.SizeOf<T>();
    }
}
