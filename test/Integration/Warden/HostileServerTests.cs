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
        { "another version", [9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "no such kind", [2, 9, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "a kind of the warden's", [2, 65, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "create without a plan", [2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "kill with a body", [2, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
    };

    public static TheoryData<string, byte[]> BrokenStarts => new()
    {
        { "another frame first", Frames.Of(FrameKind.Stdin, 1, 2, 3) },
        { "a frame of init's", Frames.Of(FrameKind.Exit) },
        { "too short", Frames.Of(FrameKind.Start, 1, 2, 3) },
        { "a huge length", Frames.WithLength(FrameKind.Start, uint.MaxValue) },
        { "a relative executable", Frames.Start("bin/sh", "sh") },
        { "no argument", Frames.Start("/bin/sh") },
        { "all ones", Frames.Of(FrameKind.Start, [.. Enumerable.Repeat((byte)0xff, 4096)]) },
    };

    public static TheoryData<string> PathsOutsideWork => ["../escaped", "/etc/escaped", "a/../../escaped", "..", ".", "a/..", "link/escaped"];

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
        Assert.Equal((CellStep.CheckPlan, 48, Errno.EINVAL), (refusal.Step, refusal.Index, refusal.Errno));
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

    [Fact]
    public void Cannot_kill_or_use_what_another_connection_made()
    {
        using var owner = new RawServer(warden.Socket);
        using var thief = new RawServer(warden.Socket);
        owner.Shell(RawServer.Plan with { Work = WorkKind.CreateArtifact, WorkHandle = 5 }, "echo secret > file");
        var stolen = thief.Refused(RawServer.Plan with { Work = WorkKind.AttachArtifact, WorkHandle = 5 });
        Assert.Equal((CellStep.FindArtifact, Errno.ENOENT), (stolen.Step, stolen.Errno));

        var (cell, data) = owner.Create(RawServer.Plan);
        using (data)
        {
            thief.Kill(cell);
            thief.Release(5);
            Assert.Equal((0, "done\n"), thief.Shell(RawServer.Plan, "echo done"));
            data.Send([.. Frames.Start("/bin/echo", "echo", "alive"), .. Frames.Of(FrameKind.FilesEnd)]);
            Assert.Contains(Frames.ReadAll(data), frame => frame.Kind == FrameKind.Exit);
        }

        owner.AwaitEnd(cell);
        Assert.Equal((0, "secret\n"), owner.Shell(RawServer.Plan with { Work = WorkKind.AttachArtifactReadOnly, WorkHandle = 5 }, "cat file"));
    }

    [Fact]
    public void An_artifact_has_one_writer_and_is_gone_when_released()
    {
        using var server = new RawServer(warden.Socket);
        var plan = RawServer.Plan with { Work = WorkKind.CreateArtifact, WorkHandle = 9 };
        server.Shell(plan, "echo 1 > file");
        Assert.Equal((CellStep.FindArtifact, Errno.EEXIST), server.Refused(plan) is var again ? (again.Step, again.Errno) : default);

        var (exit, output) = server.Shell(plan with { Work = WorkKind.AttachArtifactReadOnly }, "echo 2 > file");
        Assert.NotEqual(0, exit);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);

        var (cell, data) = server.Create(plan with { Work = WorkKind.AttachArtifact });
        using (data)
        {
            Assert.Equal(Errno.EBUSY, server.Refused(plan with { Work = WorkKind.AttachArtifact }).Errno);
            Assert.Equal(Errno.EBUSY, server.Refused(plan with { Work = WorkKind.AttachArtifactReadOnly }).Errno);
        }

        server.AwaitEnd(cell);
        server.Release(9);
        Assert.Equal(Errno.ENOENT, server.Refused(plan with { Work = WorkKind.AttachArtifact }).Errno);
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

    [Theory]
    [MemberData(nameof(PathsOutsideWork))]
    public void Cannot_write_a_file_outside_work(string path)
    {
        using var server = new RawServer(warden.Socket);
        var plan = RawServer.Plan with { Work = WorkKind.CreateArtifact, WorkHandle = 3 };
        server.Shell(plan, "ln -s /tmp link && mkdir a");
        var (cell, data) = server.Create(plan with { Work = WorkKind.AttachArtifact });
        using (data)
        {
            data.Send([.. Frames.Start("/bin/true", "true"), .. Frames.File(path, "x"), .. Frames.Of(FrameKind.FilesEnd)]);
            var (kind, payload) = Assert.Single(Frames.ReadAll(data));
            Assert.Equal(FrameKind.Fault, kind);
            Assert.True(Wire.TryRead<StepFailure>(payload, out var failure));
            Assert.Equal(CellStep.WriteFile, failure.Step);
        }

        server.AwaitEnd(cell);
    }

    /// <summary>What an earlier cell of the job has left is neither followed, opened nor waited for.</summary>
    [Theory]
    [InlineData("ln -s /tmp/new planted", "planted")]
    [InlineData("ln -s /etc/passwd planted", "planted")]
    [InlineData("ln -s /proc/1/mem planted", "planted")]
    [InlineData("ln -s /proc/self/fd/3 planted", "planted")]
    [InlineData("mkfifo planted", "planted")]
    [InlineData("mkdir planted", "planted")]
    [InlineData("echo mine > planted", "planted")]
    [InlineData("ln -s /tmp planted", "planted/file")]
    [InlineData("ln -s . planted", "planted/file")]
    [InlineData("ln -s /proc/self/cwd planted", "planted/file")]
    [InlineData("mkfifo planted", "planted/file")]
    [InlineData("mkdir a; ln -s .. a/planted", "a/planted/file")]
    public void Cannot_be_made_to_write_through_what_was_planted(string plant, string path)
    {
        using var server = new RawServer(warden.Socket);
        var plan = RawServer.Plan with { Work = WorkKind.CreateArtifact, WorkHandle = 4 };
        server.Shell(plan, plant);
        var (cell, data) = server.Create(plan with { Work = WorkKind.AttachArtifact });
        using (data)
        {
            data.Send([.. Frames.Start("/bin/true", "true"), .. Frames.File(path, "x"), .. Frames.Of(FrameKind.FilesEnd)]);
            Assert.True(Wire.TryRead<StepFailure>(Assert.Single(Frames.ReadAll(data)).Payload, out var failure));
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
        server.Shell(RawServer.Plan, "true");
        var before = Descriptors();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(0, server.Shell(RawServer.Plan, "true").ExitCode);
        }

        Assert.Equal(before, Descriptors());
        Assert.Empty(Processes.ChildrenOf(warden.WardenId));

        int Descriptors()
        {
            // The end of a cell is told before the last of it is cleared away; an answer comes after that.
            server.Refused(RawServer.Plan with { Image = 7 });
            return Processes.DescriptorsOf(warden.WardenId).Count;
        }
    }
}
