using Hotcell.Kit;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using Xunit;
using Processes = Hotcell.Kit.Processes;

namespace Hotcell.Integration.Warden;

/// <summary>What a server that was taken over can make the warden do: nothing but cells within the warden's own bounds.</summary>
public sealed class HostileServerTests(WardenFixture warden) : IClassFixture<WardenFixture>
{
    private const ulong MiB = 1 << 20;

    public static TheoryData<string, byte[]> BrokenPackets => new()
    {
        { "one byte", [1] },
        { "too long", new byte[ControlMessage.MaxPacket + 1] },
        { "another version", [9, 1, 0, 0, 1, 0, 0, 0] },
        { "no such kind", [ProtocolVersion.Number, 9, 0, 0, 1, 0, 0, 0] },
        { "a kind of the warden's", [ProtocolVersion.Number, 65, 0, 0, 1, 0, 0, 0] },
        { "create without a plan", [ProtocolVersion.Number, 1, 0, 0, 1, 0, 0, 0] },
        { "kill with a body", [ProtocolVersion.Number, 2, 0, 0, 1, 0, 0, 0, 1] },
    };

    public static TheoryData<string, byte[]> BrokenStarts => new()
    {
        { "another frame first", Frames.Of(FrameKind.Stdin, 1, 2, 3) },
        { "a frame of init's", Frames.Of(FrameKind.Exit) },
        { "too short", Frames.Of(FrameKind.Start, 1, 2, 3) },
        { "a huge length", Frames.WithLength(FrameKind.Start, uint.MaxValue) },
        { "a relative executable", Frames.Start("bin/sh", "sh") },
        { "no argument", Frames.Start("/bin/sh") },
        { "a terminal without rows", Frames.StartWith(new WindowSize { Columns = 80 }, "/bin/sh", "sh") },
        { "a terminal that is too wide", Frames.StartWith(new WindowSize { Columns = WindowSize.Most + 1, Rows = 24 }, "/bin/sh", "sh") },
        { "all ones", Frames.Of(FrameKind.Start, [.. Enumerable.Repeat((byte)0xff, 4096)]) },
    };

    public static TheoryData<string> PathsOutsideWork => ["../escaped", "/etc/escaped", "a/../../escaped", "..", ".", "a/..", "file", "file/escaped"];

    [Theory]
    [MemberData(nameof(BrokenPackets), DisableDiscoveryEnumeration = true)]
    public void A_broken_packet_ends_the_connection_and_nothing_else(string what, byte[] packet)
    {
        using var other = new RawServer(warden.Socket);
        using var server = new RawServer(warden.Socket);
        server.Send(packet);
        Assert.Equal((what, default(ControlKind)), (what, server.Receive().Kind));
        Assert.Equal((0, "alive\n"), other.Shell(RawServer.Plan, "echo alive"));
    }

    [Fact]
    public void A_plan_beyond_the_ceilings_is_refused_and_names_the_field()
    {
        using var server = new RawServer(warden.Socket);
        var refusal = server.Refused(RawServer.Plan with { MemoryBytes = server.Welcome.MaxMemoryBytes + 1 });
        Assert.Equal((CellStep.CheckPlan, 40, Errno.EINVAL), (refusal.Step, refusal.Index, refusal.Errno));
        Assert.Equal(CellStep.CheckPlan, server.Refused(RawServer.Plan with { Image = 7 }).Step);
        Assert.Equal(CellStep.CheckPlan, server.Refused(RawServer.Plan with { WorkBytes = 128 * MiB }).Step);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan);
        using (data)
        {
            server.Send(new ControlMessage { Version = ProtocolVersion.Number, Kind = ControlKind.CreateCell, Cell = cell }, RawServer.Plan);
            Assert.Equal(ControlKind.CellRefused, server.Receive().Kind);
        }

        server.AwaitEnd(cell);
    }

    /// <summary>Though init may still be ending, and with it the mounts and namespaces.</summary>
    [Fact]
    public void A_name_is_free_as_soon_as_the_end_is_told()
    {
        using var server = new RawServer(warden.Socket);
        for (var i = 0; i < 200; i++)
        {
            var (cell, data) = server.Create(RawServer.Plan, name: 1);
            using (data)
            {
                data.Send([.. Frames.Start("/bin/true", "true"), .. Frames.Of(FrameKind.FilesEnd), .. Frames.Of(FrameKind.StdinEnd)]);
                Assert.Equal(FrameKind.Exit, Frames.ReadAll(data)[^1].Kind);
            }

            server.AwaitEnd(cell);
        }
    }

    [Fact]
    public void Cannot_kill_what_another_connection_made()
    {
        using var owner = new RawServer(warden.Socket);
        using var thief = new RawServer(warden.Socket);
        var (cell, data) = owner.Create(RawServer.Plan);
        using (data)
        {
            thief.Kill(cell);
            Assert.Equal((0, "done\n"), thief.Shell(RawServer.Plan, "echo done"));
            data.Send([.. Frames.Start("/bin/echo", "echo", "alive"), .. Frames.Of(FrameKind.FilesEnd)]);
            Assert.Contains(Frames.ReadAll(data), frame => frame.Kind == FrameKind.Exit);
        }

        owner.AwaitEnd(cell);
    }

    [Theory]
    [MemberData(nameof(BrokenStarts), DisableDiscoveryEnumeration = true)]
    public void A_broken_start_ends_the_cell(string what, byte[] frame)
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan);
        using (data)
        {
            data.Send(frame);
            var (kind, payload) = Assert.Single(Frames.ReadAll(data));
            Assert.Equal((what, FrameKind.Fault), (what, kind));
            Assert.True(Wire.TryRead<StepFailure>(payload, out var failure));
            Assert.Equal((CellStep.StartProgram, Errno.EPROTO), (failure.Step, failure.Errno));
        }

        server.AwaitEnd(cell);
    }

    [Fact]
    public void A_cell_that_boots_gets_no_terminal()
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan with { Boots = 1 });
        using (data)
        {
            data.Send(Frames.Of(FrameKind.Boot, Frames.StartWith(new WindowSize { Columns = 80, Rows = 24 }, "/bin/sh", "sh").AsSpan(FrameHeader.Size)));
            var (kind, payload) = Assert.Single(Frames.ReadAll(data));
            Assert.Equal(FrameKind.Fault, kind);
            Assert.True(Wire.TryRead<StepFailure>(payload, out var failure));
            Assert.Equal((CellStep.StartProgram, Errno.EPROTO), (failure.Step, failure.Errno));
        }

        server.AwaitEnd(cell);
    }

    [Theory]
    [InlineData(0, 80, 24)] // it has none
    [InlineData(80, 0, 24)]
    [InlineData(80, 80, WindowSize.Most + 1)]
    public void A_resize_that_does_not_fit_ends_the_program(ushort had, ushort columns, ushort rows)
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan);
        using (data)
        {
            var size = new byte[WindowSize.Size];
            Wire.Write(size, new WindowSize { Columns = columns, Rows = rows });
            data.Send([.. Frames.StartWith(new WindowSize { Columns = had, Rows = had }, "/bin/sleep", "sleep", "1000"), .. Frames.Of(FrameKind.FilesEnd), .. Frames.Of(FrameKind.Resize, size)]);
            var (kind, payload) = Frames.ReadAll(data)[^1];
            Assert.Equal(FrameKind.Exit, kind);
            Assert.True(Wire.TryRead<ExitReport>(payload, out var exit));
            Assert.Equal(EndCause.Disconnected, exit.Cause);
        }

        server.AwaitEnd(cell);
    }

    /// <summary>As many as come at once: what is typed, and its end, and sizes.</summary>
    [Fact]
    public void What_is_typed_before_the_program_begins_is_told_after_it_has()
    {
        using var server = new RawServer(warden.Socket);
        for (var i = 0; i < 50; i++)
        {
            var (cell, data) = server.Create(RawServer.Plan);
            using (data)
            {
                data.Send(
                [
                    .. Frames.StartWith(new WindowSize { Columns = 80, Rows = 24 }, "/bin/cat", "cat"), .. Frames.Of(FrameKind.FilesEnd), .. Frames.Of(FrameKind.Stdin, "early\n"u8),
                    .. Frames.Of(FrameKind.StdinEnd), .. Frames.Of(FrameKind.Stdin, "dropped"u8), .. Frames.Of(FrameKind.Resize, 1, 0, 1, 0),
                ]);
                var frames = Frames.ReadAll(data);
                Assert.Equal((FrameKind.Started, FrameKind.Exit), (frames[0].Kind, frames[^1].Kind));
                Assert.Equal("early\r\nearly\r\n", string.Concat(frames[1..^1].Select(frame => System.Text.Encoding.UTF8.GetString(frame.Payload))));
            }

            server.AwaitEnd(cell);
        }
    }

    [Theory]
    [MemberData(nameof(PathsOutsideWork))]
    public void Cannot_write_a_file_outside_work_or_twice(string path)
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan);
        using (data)
        {
            data.Send([.. Frames.Start("/bin/true", "true"), .. Frames.File("file", "x"), .. Frames.File(path, "x"), .. Frames.Of(FrameKind.FilesEnd)]);
            var (kind, payload) = Assert.Single(Frames.ReadAll(data));
            Assert.Equal(FrameKind.Fault, kind);
            Assert.True(Wire.TryRead<StepFailure>(payload, out var failure));
            Assert.Equal(CellStep.WriteFile, failure.Step);
        }

        server.AwaitEnd(cell);
    }

    /// <summary>A folder that is still open when the program starts would lead anywhere (CVE-2024-21626).</summary>
    [Fact]
    public void Cannot_start_a_program_or_a_folder_of_the_host()
    {
        using var server = new RawServer(warden.Socket);
        for (var fd = 0; fd < 24; fd++)
        {
            var outside = $"/proc/self/fd/{fd}/../../../../../../../..";
            Assert.Equal(CellStep.ChangeDirectory, Fault(Frames.StartIn(outside + Machine.Repository, "/bin/ls", "ls")));
            Assert.Equal(CellStep.Exec, Fault(Frames.Start($"{outside}{Machine.Warden}", "hotcell-warden")));
        }

        CellStep Fault(byte[] start)
        {
            var (cell, data) = server.Create(RawServer.Plan);
            using (data)
            {
                data.Send([.. start, .. Frames.Of(FrameKind.FilesEnd), .. Frames.Of(FrameKind.StdinEnd)]);
                var frames = Frames.ReadAll(data);
                server.AwaitEnd(cell);
                Assert.True(Wire.TryRead<StepFailure>(Assert.Single(frames).Payload, out var failure));
                return failure.Step;
            }
        }
    }

    [Fact]
    public void A_frame_that_breaks_the_protocol_later_kills_the_program()
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan);
        using (data)
        {
            data.Send([.. Frames.Start("/bin/cat", "cat"), .. Frames.Of(FrameKind.FilesEnd), .. Frames.WithLength(FrameKind.Stdin, uint.MaxValue)]);
            var last = Frames.ReadAll(data)[^1];
            Assert.True(Wire.TryRead<ExitReport>(last.Payload, out var exit));
            Assert.Equal((FrameKind.Exit, EndCause.Disconnected), (last.Kind, exit.Cause));
        }

        server.AwaitEnd(cell);
    }

    [Fact]
    public async Task Cells_end_with_their_connection()
    {
        var server = new RawServer(warden.Socket);
        for (var i = 0; i < 8; i++)
        {
            var (_, data) = server.Create(RawServer.Plan);
            data.Send([.. Frames.Start("/bin/sleep", "sleep", "1000"), .. Frames.Of(FrameKind.FilesEnd)]);
        }

        Assert.NotEmpty(Processes.ChildrenOf(warden.WardenId));
        server.Dispose();
        await Eventually.HoldsAsync(() => Processes.ChildrenOf(warden.WardenId).Count == 0, "all cells of the connection are gone");
    }

    [Fact]
    public async Task A_thousand_cells_leave_nothing_behind()
    {
        using var server = new RawServer(warden.Socket);
        await Eventually.HoldsAsync(() => Processes.ChildrenOf(warden.WardenId).Count == 0, "the cells of other tests are gone");
        var before = Descriptors();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(0, server.Shell(RawServer.Plan, "true").ExitCode);
        }

        // The end of a program is told before the last of its cell is cleared away.
        await Eventually.HoldsAsync(() => Processes.ChildrenOf(warden.WardenId).Count == 0, "the last cell is gone");
        await Eventually.HoldsAsync(() => Descriptors() == before, "so are its descriptors");

        int Descriptors() => Processes.DescriptorsOf(warden.WardenId).Count;
    }
}
