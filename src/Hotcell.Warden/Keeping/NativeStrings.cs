using System.Runtime.InteropServices;
using System.Text;

namespace Hotcell.Warden.Keeping;

/// <summary>A NULL-terminated array of C strings for execve(2), prepared before a clone. Never freed: there is one per start.</summary>
internal static unsafe class NativeStrings
{
    public static byte** Of(IReadOnlyList<string> strings)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Count; i++)
        {
            array[i] = Of(strings[i]);
        }

        return array;
    }

    public static byte* Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }
}
