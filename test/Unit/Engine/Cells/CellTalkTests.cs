using System.Net.Sockets;
using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Cells;

/// <summary>The frames on a real socket, with a cell that this test plays.</summary>
public sealed class CellTalkTests : IDisposable
{
    private static readonly Limits Limits = new RunLimits().Defaults;
    private static readonly StartCommand Command = new("/usr/bin/env", ["env", "a"], ["X=ä"]);

    private readonly SocketPair _sockets = new();
    private readonly OutputLog _output = new();
    private readonly CellReader _reader;

    public CellTalkTests() => _reader = new CellReader(_output, Limits.Output, () => { });

    public void Dispose() => _sockets.Dispose();

    [Fact]
    public async Task Says_everything_in_the_order_of_the_protocol()
    {
        var large = new byte[FrameHeader.MaxPayload + 10];
        var talking = TalkAsync([new("main.py", "print()"u8.ToArray()), new("empty", default), new("lib/large", large)], "input"u8.ToArray());

        var (kind, start) = await ReceiveAsync();
        Assert.Equal(FrameKind.Start, kind);
        Assert.True(Wire.TryRead<StartHeader>(start, out var header));
        Assert.Equal((10_000u, 10_000u, 1024ul * 1024), (header.WallMilliseconds, header.CpuMilliseconds, header.StdoutBytes));
        Assert.Equal((2, 1), (header.ArgCount, header.EnvCount));
        Assert.Equal("/usr/bin/env\0/work\0env\0a\0X=ä\0", Encoding.UTF8.GetString(start[StartHeader.Size..]));
        Assert.Equal("main.py", await ReceiveFileAsync());
        Assert.Equal((FrameKind.FileData, 7), await ReceiveLengthAsync());
        Assert.Equal("empty", await ReceiveFileAsync());
        Assert.Equal("lib/large", await ReceiveFileAsync());
        Assert.Equal((FrameKind.FileData, FrameHeader.MaxPayload), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.FileData, 10), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.FilesEnd, 0), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.Stdin, 5), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.StdinEnd, 0), await ReceiveLengthAsync());
        _sockets.Theirs.Shutdown(SocketShutdown.Both);
        await talking;
    }

    [Fact]
    public async Task What_comes_live_is_said_as_it_comes()
    {
        var interaction = new Interaction(new TerminalSize(120, 30));
        var input = new CellInput(Command, Limits) { Terminal = interaction.Terminal, Live = interaction.ReadAsync(TestContext.Current.CancellationToken) };
        var talking = CellDialogue.RunAsync(_sockets.Ours, input, _reader);

        var (_, start) = await ReceiveAsync();
        Assert.True(Wire.TryRead<StartHeader>(start, out var header));
        Assert.Equal((120, 30), (header.Terminal.Columns, header.Terminal.Rows));
        Assert.Equal((FrameKind.FilesEnd, 0), await ReceiveLengthAsync());
        interaction.Write(new byte[FrameHeader.MaxPayload + 1]);
        Assert.Equal((FrameKind.Stdin, FrameHeader.MaxPayload), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.Stdin, 1), await ReceiveLengthAsync());
        interaction.Resize(new TerminalSize(80, 24));
        Assert.Equal((FrameKind.Resize, WindowSize.Size), await ReceiveLengthAsync());
        interaction.CloseInput();
        Assert.Equal((FrameKind.StdinEnd, 0), await ReceiveLengthAsync());
        interaction.Resize(new TerminalSize(81, 25));
        Assert.Equal((FrameKind.Resize, WindowSize.Size), await ReceiveLengthAsync());
        _sockets.Theirs.Shutdown(SocketShutdown.Both);
        await talking;
    }

    [Fact]
    public async Task Says_what_comes_while_the_program_runs_and_the_end_of_its_input_once()
    {
        var interaction = new Interaction();
        interaction.Write("live"u8);
        interaction.CloseInput();
        interaction.Send(ProgramSignal.Interrupt);
        var talking = CellDialogue.RunAsync(_sockets.Ours, new CellInput(Command, Limits) { Live = interaction.ReadAsync(TestContext.Current.CancellationToken) }, _reader);

        Assert.Equal(FrameKind.Start, (await ReceiveAsync()).Kind);
        Assert.Equal((FrameKind.FilesEnd, 0), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.Stdin, 4), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.StdinEnd, 0), await ReceiveLengthAsync());
        Assert.Equal((FrameKind.Signal, 4), await ReceiveLengthAsync());
        interaction.Close();
        _sockets.Theirs.Shutdown(SocketShutdown.Send);
        await talking;
        _sockets.Ours.Shutdown(SocketShutdown.Both);
        Assert.Equal(0, await _sockets.Theirs.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_program_that_never_reads_its_input_does_not_hold_us_up()
    {
        var talking = TalkAsync([], new byte[16 * 1024 * 1024]);

        await SendAsync(FrameKind.Started, []);
        await SendAsync(FrameKind.Exit, new byte[ExitReport.Size]);
        _sockets.Theirs.Close();

        await talking;
        Assert.Equal(CellPhase.Exited, _reader.Phase);
    }

    [Fact]
    public async Task Where_the_output_has_no_room_the_cell_is_not_read()
    {
        const int Frames = 256;
        var pipe = new OutputPipe(window: 1000, () => { });
        var reader = new CellReader(pipe, new ByteSize(Frames * FrameHeader.MaxPayload), () => { });
        var talking = CellDialogue.RunAsync(_sockets.Ours, new CellInput(Command, Limits), reader);
        await SendAsync(FrameKind.Started, []);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var sent = 0;
        try
        {
            for (; sent < Frames; sent++)
            {
                await _sockets.Theirs.SendAsync(Frame(FrameKind.Stdout, new byte[FrameHeader.MaxPayload]), SocketFlags.None, late.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // What the kernel holds is full: nobody reads.
        }

        Assert.InRange(sent, 1, Frames - 1);
        pipe.Release();
        _sockets.Theirs.Shutdown(SocketShutdown.Both);
        await talking;
    }

    [Fact]
    public async Task A_program_that_writes_a_lot_before_it_reads_comes_through()
    {
        var input = new byte[2 * 1024 * 1024];
        var talking = TalkAsync([], input);
        await SendAsync(FrameKind.Started, []);
        for (var i = 0; i < 16; i++)
        {
            await SendAsync(FrameKind.Stdout, new byte[FrameHeader.MaxPayload]);
        }

        var received = 0;
        while (await ReceiveAsync() is var (kind, payload) && kind != FrameKind.StdinEnd)
        {
            received += kind == FrameKind.Stdin ? payload.Length : 0;
        }

        await SendAsync(FrameKind.Exit, new byte[ExitReport.Size]);
        _sockets.Theirs.Shutdown(SocketShutdown.Both);
        await talking;
        Assert.Equal(input.Length, received);
        Assert.Equal(16 * FrameHeader.MaxPayload, _output.Collect().Stdout.Length);
        Assert.Equal(CellPhase.Exited, _reader.Phase);
    }

    [Fact]
    public async Task The_exit_report_ends_the_conversation_before_the_stream_ends()
    {
        var talking = TalkAsync([], default);
        await SendAsync(FrameKind.Started, []);

        await SendAsync(FrameKind.Exit, new byte[ExitReport.Size]);

        await talking.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(CellPhase.Exited, _reader.Phase);
    }

    [Fact]
    public async Task Nonsense_ends_the_conversation_at_once()
    {
        var talking = TalkAsync([], default);

        await _sockets.Theirs.SendAsync(Enumerable.Repeat((byte)0xff, 100).ToArray());

        await talking;
        Assert.Equal(CellPhase.Broken, _reader.Phase);
    }

    [Fact]
    public async Task A_cell_that_is_killed_in_the_middle_of_a_frame_ends_the_conversation()
    {
        var talking = TalkAsync([], default);
        await SendAsync(FrameKind.Started, []);

        await _sockets.Theirs.SendAsync(new byte[] { (byte)FrameKind.Stdout, 0, 0 });
        _sockets.Theirs.Close();

        await talking;
        Assert.Equal(CellPhase.Running, _reader.Phase);
    }

    private Task TalkAsync(IReadOnlyList<SourceFile> files, ReadOnlyMemory<byte> stdin) =>
        CellDialogue.RunAsync(_sockets.Ours, new CellInput(Command, Limits) { Files = files, Stdin = stdin }, _reader);

    private async Task SendAsync(FrameKind kind, byte[] payload)
    {
        for (ReadOnlyMemory<byte> rest = Frame(kind, payload); rest.Length > 0;)
        {
            rest = rest[await _sockets.Theirs.SendAsync(rest)..];
        }
    }

    private static byte[] Frame(FrameKind kind, byte[] payload)
    {
        var header = new byte[FrameHeader.Size];
        Wire.Write(header, new FrameHeader { Kind = kind, Length = (uint)payload.Length });
        return [.. header, .. payload];
    }

    private async Task<(FrameKind Kind, byte[] Payload)> ReceiveAsync()
    {
        await using var stream = new NetworkStream(_sockets.Theirs, ownsSocket: false);
        var bytes = new byte[FrameHeader.Size];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        Assert.True(Wire.TryRead<FrameHeader>(bytes, out var header));
        var payload = new byte[header.Length];
        await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
        return (header.Kind, payload);
    }

    private async Task<(FrameKind Kind, int Length)> ReceiveLengthAsync() =>
        await ReceiveAsync() is var (kind, payload) ? (kind, payload.Length) : default;

    private async Task<string> ReceiveFileAsync()
    {
        var (kind, payload) = await ReceiveAsync();
        Assert.Equal(FrameKind.File, kind);
        Assert.True(Wire.TryRead<FileHeader>(payload, out var header));
        Assert.Equal(Convert.ToUInt16("644", 8), header.Mode);
        return Encoding.UTF8.GetString(payload[FileHeader.Size..]);
    }
}
