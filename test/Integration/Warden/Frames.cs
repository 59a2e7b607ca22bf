using System.Net.Sockets;
using System.Text;
using Hotcell.Protocol;

namespace Hotcell.Integration.Warden;

/// <summary>Frames of the data channel, made and read by hand.</summary>
internal static class Frames
{
    public static byte[] Of(FrameKind kind, params ReadOnlySpan<byte> payload) => WithLength(kind, (uint)payload.Length, payload);

    /// <summary>A header that claims <paramref name="length"/>, whatever follows.</summary>
    public static byte[] WithLength(FrameKind kind, uint length, params ReadOnlySpan<byte> payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        Wire.Write(frame, new FrameHeader { Kind = kind, Length = length });
        payload.CopyTo(frame.AsSpan(FrameHeader.Size));
        return frame;
    }

    public static byte[] Start(string executable, params string[] args) => StartIn("/work", executable, args);

    public static byte[] StartIn(string folder, string executable, params string[] args) => StartCollecting(0, folder, executable, args);

    /// <summary>With a terminal.</summary>
    public static byte[] StartWith(WindowSize terminal, string executable, params string[] args) => Start(0, terminal, "/work", executable, args);

    /// <summary>Asks for the files, up to so many bytes of them.</summary>
    public static byte[] StartCollecting(ulong filesBytes, string folder, string executable, params string[] args) => Start(filesBytes, default, folder, executable, args);

    private static byte[] Start(ulong filesBytes, WindowSize terminal, string folder, string executable, string[] args)
    {
        var text = string.Concat(((string[])[executable, folder, .. args, "PATH=/usr/bin:/bin"]).Select(part => part + "\0"));
        var payload = new byte[StartHeader.Size + Encoding.UTF8.GetByteCount(text)];
        Wire.Write(payload, new StartHeader
        {
            WallMilliseconds = 10_000,
            CpuMilliseconds = 10_000,
            StdoutBytes = 1 << 20,
            StderrBytes = 1 << 20,
            FilesBytes = filesBytes,
            ArgCount = (ushort)args.Length,
            EnvCount = 1,
            Terminal = terminal,
        });
        Encoding.UTF8.GetBytes(text, payload.AsSpan(StartHeader.Size));
        return Of(FrameKind.Start, payload);
    }

    public static byte[] File(string path, string content)
    {
        var payload = new byte[FileHeader.Size + Encoding.UTF8.GetByteCount(path)];
        Wire.Write(payload, new FileHeader { Mode = 0x1a4 });
        Encoding.UTF8.GetBytes(path, payload.AsSpan(FileHeader.Size));
        return [.. Of(FrameKind.File, payload), .. Of(FrameKind.FileData, Encoding.UTF8.GetBytes(content))];
    }

    /// <summary>Everything up to the end of the stream, which may be a reset when the cell left input unread.</summary>
    public static List<(FrameKind Kind, byte[] Payload)> ReadAll(Socket data)
    {
        data.ReceiveTimeout = 20_000;
        var bytes = new List<byte>();
        var buffer = new byte[FrameHeader.MaxPayload];
        try
        {
            while (data.Receive(buffer) is > 0 and var length)
            {
                bytes.AddRange(buffer.AsSpan(0, length));
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
        }

        var frames = new List<(FrameKind, byte[])>();
        var rest = bytes.ToArray().AsSpan();
        while (Wire.TryRead<FrameHeader>(rest, out var header))
        {
            frames.Add((header.Kind, rest.Slice(FrameHeader.Size, (int)header.Length).ToArray()));
            rest = rest[(FrameHeader.Size + (int)header.Length)..];
        }

        return frames;
    }
}
