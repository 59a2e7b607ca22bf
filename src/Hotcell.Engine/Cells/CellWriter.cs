using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>
/// Says our side of the conversation with a cell: start, files, stdin. Frames are gathered in one buffer, so that a small request is one
/// write; a cell that does not read makes only this writer wait.
/// </summary>
internal sealed class CellWriter(Socket socket) : IDisposable
{
    private static readonly byte[] s_emptyLine = "\n"u8.ToArray();

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(FrameHeader.Size + FrameHeader.MaxPayload);
    private int _used;

    public async Task WriteAsync(CellInput input, CancellationToken stop)
    {
        await FrameAsync(FrameKind.Start, input.Command.ToPayload(input.Limits, input.Collects, input.Terminal), stop);
        foreach (var file in input.Files)
        {
            await FrameAsync(FrameKind.File, FilePayload(file.Name!), stop);
            await ManyAsync(FrameKind.FileData, file.Content, stop);
        }

        foreach (var frames in input.Artifact?.Blocks ?? [])
        {
            await FlushAsync(stop);
            await SendAsync(frames, stop);
        }

        await FrameAsync(FrameKind.FilesEnd, default, stop);
        await ManyAsync(FrameKind.Stdin, input.Stdin, stop);
        if (!await TalkAsync(input.Live, stop))
        {
            await FrameAsync(FrameKind.StdinEnd, default, stop);
            await FlushAsync(stop);
        }
    }

    /// <summary>What comes before the program: the runtime's command, and the program's file, with nothing in it that any language minds.</summary>
    public async Task WriteAsync(BootPlan boot)
    {
        await FrameAsync(FrameKind.Boot, boot.Payload, CancellationToken.None);
        if (boot.Source is { } source)
        {
            await FrameAsync(FrameKind.File, FilePayload(source), CancellationToken.None);
            await FrameAsync(FrameKind.FileData, s_emptyLine, CancellationToken.None);
        }

        await FrameAsync(FrameKind.FilesEnd, default, CancellationToken.None);
        await FlushAsync(CancellationToken.None);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Says what comes, as it comes; returns whether the end of standard input was among it.</summary>
    private async Task<bool> TalkAsync(IAsyncEnumerable<CellMessage>? live, CancellationToken stop)
    {
        if (live is null)
        {
            return false;
        }

        var ended = false;
        await FlushAsync(stop);
        await foreach (var message in live.WithCancellation(stop))
        {
            ended |= message.Kind == FrameKind.StdinEnd;
            await (message.Kind == FrameKind.Stdin ? ManyAsync(message.Kind, message.Payload, stop) : FrameAsync(message.Kind, message.Payload, stop));
            await FlushAsync(stop);
        }

        return ended;
    }

    private static byte[] FilePayload(string name)
    {
        var payload = new byte[FileHeader.Size + Encoding.UTF8.GetByteCount(name)];
        var written = Wire.Write(payload, new FileHeader { Mode = 0b110_100_100 });
        Encoding.UTF8.GetBytes(name, payload.AsSpan(written));
        return payload;
    }

    /// <summary>Writes content of any length in as many frames as it takes; none when it is empty.</summary>
    private async ValueTask ManyAsync(FrameKind kind, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        for (; content.Length > 0; content = content[Math.Min(content.Length, FrameHeader.MaxPayload)..])
        {
            await FrameAsync(kind, content[..Math.Min(content.Length, FrameHeader.MaxPayload)], stop);
        }
    }

    private async ValueTask FrameAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        if (_buffer.Length - _used < FrameHeader.Size + payload.Length)
        {
            await FlushAsync(stop);
        }

        _used += Wire.Write(_buffer.AsSpan(_used), new FrameHeader { Kind = kind, Length = (uint)payload.Length });
        payload.CopyTo(_buffer.AsMemory(_used));
        _used += payload.Length;
    }

    private async ValueTask FlushAsync(CancellationToken stop)
    {
        await SendAsync(_buffer.AsMemory(0, _used), stop);
        _used = 0;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, stop)..];
        }
    }
}
