using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.ProgramStart;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Writes the job's files from the data channel into /work: in the program's process, as its user and on its account, before any code of the
/// user has run in this cell. Every path is opened beneath /work without following links: whatever the server says, nothing is written elsewhere.
/// The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class FileReceiver
{
    private const int PermissionBits = 0x1ff;
    private const int FolderMode = 0x1ed;

    /// <summary>Reads frames up to FilesEnd; ends the process on any failure.</summary>
    /// <param name="cell">Its buffers are used.</param>
    /// <param name="status">Socket to init.</param>
    /// <param name="fills">Whether files that are there already are filled, as a booted runtime expects of the one that it has opened; else they are an error.</param>
    public static void Run(CellContext* cell, int status, bool fills)
    {
        var how = fills ? Fcntl.O_TRUNC : Fcntl.O_EXCL;
        var work = Check(status, CellStep.WriteFile, Sys.Open(Fcntl.AT_FDCWD, Sys.Z("/work"u8), Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC));
        var payload = cell->Buffers->Incoming;
        var file = -1;
        var count = 0;
        while (true)
        {
            FrameHeader header;
            ReadExactly(status, (byte*)&header, FrameHeader.Size);
            if (header.Length > FrameHeader.MaxPayload)
            {
                Check(status, CellStep.ReceiveFile, -Errno.EPROTO, count);
            }

            ReadExactly(status, payload, (int)header.Length);
            payload[header.Length] = 0;
            switch (header.Kind)
            {
                case FrameKind.File when header.Length > FileHeader.Size:
                    Close(file);
                    file = Create(status, work, payload, how, count++);
                    break;
                case FrameKind.FileData when file >= 0:
                    WriteAll(status, file, payload, (int)header.Length, count - 1);
                    break;
                case FrameKind.FilesEnd:
                    Close(file);
                    Sys.Close(work);
                    return;
                default:
                    Check(status, CellStep.ReceiveFile, -Errno.EPROTO, count);
                    break;
            }
        }
    }

    private static int Create(int status, int work, byte* payload, int how, int index)
    {
        var mode = ((FileHeader*)payload)->Mode & PermissionBits;
        var path = payload + FileHeader.Size;
        MakeFolders(status, work, path, index);
        return Check(
            status,
            CellStep.WriteFile,
            Sys.OpenBeneath(work, path, Fcntl.O_WRONLY | Fcntl.O_CREAT | how | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC, mode),
            index);
    }

    /// <summary>Makes the folders on the way to <paramref name="path"/>, each beneath the one before.</summary>
    private static void MakeFolders(int status, int work, byte* path, int index)
    {
        var parent = work;
        var name = path;
        for (var at = path; *at != 0; at++)
        {
            if (*at != '/')
            {
                continue;
            }

            *at = 0;
            var made = Sys.MakeDirectory(parent, name, FolderMode);
            Check(status, CellStep.WriteFile, made == -Errno.EEXIST ? 0 : made, index);
            var folder = Check(status, CellStep.WriteFile, Sys.OpenBeneath(parent, name, Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC), index);
            if (parent != work)
            {
                Sys.Close(parent);
            }

            parent = folder;
            *at = (byte)'/';
            name = at + 1;
        }

        if (parent != work)
        {
            Sys.Close(parent);
        }
    }

    private static void WriteAll(int status, int file, byte* bytes, int length, int index)
    {
        while (length > 0)
        {
            var written = Check(status, CellStep.WriteFile, Sys.Write(file, bytes, length), index);
            bytes += written;
            length -= written;
        }
    }

    private static void ReadExactly(int status, byte* buffer, int length)
    {
        while (length > 0)
        {
            var got = Sys.Read(InitFds.Data, buffer, length);
            if (got == 0)
            {
                // The server is gone; init sees the same and ends the cell.
                Sys.Exit(1);
            }

            got = Check(status, CellStep.ReceiveFile, got);
            buffer += got;
            length -= (int)got;
        }
    }

    private static void Close(int file)
    {
        if (file >= 0)
        {
            Sys.Close(file);
        }
    }
}
