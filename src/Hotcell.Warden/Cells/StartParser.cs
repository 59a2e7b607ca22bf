using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>Takes a Start payload apart, checking every length: the server is not trusted. The rules of <see cref="InitSetup"/> hold.</summary>
internal static unsafe class StartParser
{
    /// <summary>Ceilings of the warden: whatever the server asks for, no program runs or writes longer.</summary>
    private const uint MaxMilliseconds = 24 * 60 * 60 * 1000;

    /// <summary>
    /// False when the payload is not a well-formed Start within the ceilings. <paramref name="buffers"/> holds <paramref name="length"/> bytes
    /// in its Start member.
    /// </summary>
    public static bool TryParse(InitBuffers* buffers, int length, StartRequest* start)
    {
        if (length < StartHeader.Size)
        {
            return false;
        }

        var header = *(StartHeader*)buffers->Start;
        if (header.WallMilliseconds is 0 or > MaxMilliseconds || header.CpuMilliseconds is 0 or > MaxMilliseconds
            || header.ArgCount is 0 or > InitBuffers.MaxStrings || header.EnvCount > InitBuffers.MaxStrings
            || !(header.Terminal.IsNone || header.Terminal.IsValid))
        {
            return false;
        }

        var next = buffers->Start + StartHeader.Size;
        var end = buffers->Start + length;
        start->WallMilliseconds = header.WallMilliseconds;
        start->CpuMilliseconds = header.CpuMilliseconds;
        start->StdoutBytes = header.StdoutBytes;
        start->StderrBytes = header.StderrBytes;
        start->FilesBytes = header.FilesBytes;
        start->Terminal = header.Terminal;
        start->Executable = TakeString(&next, end);
        start->Directory = TakeString(&next, end);
        start->Argv = (byte**)buffers->Argv;
        start->Envp = (byte**)buffers->Envp;
        return start->Executable != null && start->Executable[0] == '/'
            && start->Directory != null && start->Directory[0] == '/'
            && TakeStrings(&next, end, start->Argv, header.ArgCount)
            && TakeStrings(&next, end, start->Envp, header.EnvCount)
            && next == end;
    }

    private static bool TakeStrings(byte** next, byte* end, byte** array, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if ((array[i] = TakeString(next, end)) == null)
            {
                return false;
            }
        }

        array[count] = null;
        return true;
    }

    /// <summary>The NUL-terminated string at <paramref name="next"/>, which moves behind it; null when none ends before <paramref name="end"/>.</summary>
    private static byte* TakeString(byte** next, byte* end)
    {
        var text = *next;
        for (var at = text; at < end; at++)
        {
            if (*at == 0)
            {
                *next = at + 1;
                return text;
            }
        }

        return null;
    }
}
