using System.Buffers;
using System.Net.Sockets;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>
/// The whole conversation with a cell, until it ends or breaks the rules. Input is written while output is read: a program that never reads,
/// and one that writes a lot before it reads, both come through. Where the output has no room, the cell is not read, and its program waits.
/// </summary>
internal static class CellDialogue
{
    public static async Task RunAsync(Socket socket, CellInput input, CellReader reader)
    {
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(socket, input, stop.Token);
        try
        {
            await ReadAsync(socket, reader);
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }
    }

    /// <summary>Has a runtime booted ahead of its program.</summary>
    /// <exception cref="BootException">It did not boot.</exception>
    public static async Task BootAsync(Socket socket, BootPlan boot)
    {
        try
        {
            using var writer = new CellWriter(socket);
            await writer.WriteAsync(boot);
            var answer = new byte[FrameHeader.Size];
            var received = await ReceiveAsync(socket, answer);
            if (received == answer.Length && Wire.TryRead<FrameHeader>(answer, out var header) && header is { Kind: FrameKind.Booted, Length: 0 })
            {
                return;
            }

            var said = new byte[CellReader.BufferSize];
            answer.CopyTo(said, 0);
            received += await ReceiveAsync(socket, said.AsMemory(received));
            throw BootException.Of(said.AsSpan(0, received));
        }
        catch (SocketException over)
        {
            throw new BootException(over.Message);
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, Memory<byte> buffer)
    {
        var received = 0;
        while (received < buffer.Length && await socket.ReceiveAsync(buffer[received..], SocketFlags.None) is > 0 and var more)
        {
            received += more;
        }

        return received;
    }

    private static async Task WriteAsync(Socket socket, CellInput input, CancellationToken stop)
    {
        using var writer = new CellWriter(socket);
        try
        {
            await writer.WriteAsync(input, stop);
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The program ended before it had read everything, which is its right; what it came to is for the reader to say.
        }
    }

    private static async Task ReadAsync(Socket socket, CellReader reader)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CellReader.BufferSize);
        try
        {
            // Exit and Fault are the last that a cell says. The end of the stream would come later: when the kernel has closed init's descriptors.
            for (var filled = 0; reader.Phase is CellPhase.Starting or CellPhase.Running;)
            {
                await reader.RoomAsync();
                var received = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
                if (received == 0)
                {
                    break;
                }

                filled += received;
                var taken = reader.Read(buffer.AsSpan(0, filled));
                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // A cell that was killed while we wrote resets the connection: the same as its end.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
