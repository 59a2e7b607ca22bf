using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Tells the server of the files in /work when the program has ended well: what a compiler leaves for the run. Nothing else lives in the cell any
/// more, so what is found stays as it is while it is read. Folders are walked and files are opened beneath /work without following
/// links, and only regular files are read: links, devices, sockets and pipes are left out, and so are names that are too long. The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class FileSender
{
    private const int Deepest = 32;
    private const int PermissionBits = 0x1ff;
    private const int ReadOnly = Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;

    /// <summary>Whether the server wants the files, and has reason to: of a program that ran, and ended with 0 by itself.</summary>
    public static bool IsDue(InitState* state) =>
        state->Start.FilesBytes > 0 && state->StartedAt != 0 && state->WaitStatus == 0 && state->Cause == EndCause.Ended;

    /// <summary>False when there is more than the Start frame allows; what was told until then is for nothing.</summary>
    public static bool TrySendAll(InitState* state)
    {
        // Nothing is received any more.
        var path = state->Cell->Buffers->Incoming;
        var left = state->Start.FilesBytes;
        return TrySendFolder(state, state->Work, path, 0, Deepest, &left);
    }

    /// <summary>Closes <paramref name="folder"/>, whose path, with a slash at its end, is the first <paramref name="length"/> bytes.</summary>
    private static bool TrySendFolder(InitState* state, int folder, byte* path, int length, int depth, ulong* left)
    {
        const int bufferLength = 2048;
        var entries = stackalloc byte[bufferLength];
        var good = depth > 0;
        while (good && Sys.ReadFolder(folder, entries, bufferLength) is > 0 and var filled)
        {
            for (var at = 0; good && at < filled; at += ((Dirent*)(entries + at))->d_reclen)
            {
                good = TrySendEntry(state, folder, (Dirent*)(entries + at), path, length, depth, left);
            }
        }

        Sys.Close(folder);
        return good;
    }

    private static bool TrySendEntry(InitState* state, int folder, Dirent* entry, byte* path, int length, int depth, ulong* left)
    {
        var name = entry->d_name;
        var end = length;
        for (var i = 0; name[i] != 0; i++)
        {
            if (end == FileHeader.MaxPath)
            {
                return true;
            }

            path[end++] = name[i];
        }

        switch (entry->d_type)
        {
            case FileKinds.DT_DIR when !IsDots(name) && end < FileHeader.MaxPath:
                var inner = Sys.OpenBeneath(folder, name, ReadOnly | Fcntl.O_DIRECTORY);
                path[end++] = (byte)'/';
                return inner < 0 || TrySendFolder(state, inner, path, end, depth - 1, left);
            case FileKinds.DT_REG:
                var file = Sys.OpenBeneath(folder, name, ReadOnly);
                return file < 0 || TrySendFile(state, file, path, end, left);
            default:
                return true;
        }
    }

    /// <summary>Closes <paramref name="file"/>.</summary>
    private static bool TrySendFile(InitState* state, int file, byte* path, int length, ulong* left)
    {
        Stat stat;
        var good = true;
        if (Sys.GetStatus(file, &stat) >= 0 && (stat.st_mode & FileKinds.S_IFMT) == FileKinds.S_IFREG && (good = TryTake(left, FileHeader.Overhead)))
        {
            var payload = InitOutput.Payload(state);
            *(FileHeader*)payload = new FileHeader { Mode = (ushort)(stat.st_mode & PermissionBits) };
            for (var i = 0; i < length; i++)
            {
                payload[FileHeader.Size + i] = path[i];
            }

            Send(state, FrameKind.File, FileHeader.Size + length);
            while (good && Sys.Read(file, payload, FrameHeader.MaxPayload) is > 0 and var got)
            {
                good = TryTake(left, (ulong)got);
                if (good)
                {
                    Send(state, FrameKind.FileData, (int)got);
                }
            }
        }

        Sys.Close(file);
        return good;
    }

    private static void Send(InitState* state, FrameKind kind, int length)
    {
        InitOutput.Begin(state, kind, length);
        InitOutput.Flush(state);
    }

    private static bool TryTake(ulong* left, ulong bytes)
    {
        if (bytes > *left)
        {
            return false;
        }

        *left -= bytes;
        return true;
    }

    private static bool IsDots(byte* name) => name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}
