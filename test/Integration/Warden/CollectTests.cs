using System.Text;
using Hotcell.Kit;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Integration.Warden;

/// <summary>What a cell tells of the files that its program leaves: regular files of its own, as many as were asked for, whatever the program did.</summary>
public sealed class CollectTests(WardenFixture warden) : IClassFixture<WardenFixture>
{
    private const ulong MiB = 1 << 20;

    private static readonly CellPlan s_plan = RawServer.Plan with { Collects = 1 };

    [Fact]
    public void Files_come_with_their_folders_modes_and_contents()
    {
        var (exit, files) = Collect("umask 0; mkdir -p a/b; printf one > a/b/one; printf '#!/bin/sh\n' > run; chmod 755 run; : > empty; head -c 200000 /dev/zero > large");

        Assert.Equal((0, EndCause.Ended), (exit.WaitStatus, exit.Cause));
        Assert.Equal(["a/b/one 666 3", "empty 666 0", "large 666 200000", "run 755 10"], files);
    }

    [Theory]
    [InlineData("ln -s /etc/passwd planted")]
    [InlineData("ln -s / planted")]
    [InlineData("ln -s . planted")]
    [InlineData("ln -s /proc/1/mem planted")]
    [InlineData("ln -s kept planted")]
    [InlineData("mkfifo planted")]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"planted\")'")]
    [InlineData("mkdir planted")]
    [InlineData("mkfifo planted; cat planted & exec 9> planted")]
    public void Nothing_but_regular_files_is_told_of(string plant)
    {
        var (exit, files) = Collect($"printf kept > kept; {plant}");

        Assert.Equal((0, EndCause.Ended), (exit.WaitStatus, exit.Cause));
        Assert.Equal(["kept 644 4"], files);
    }

    [Theory]
    [InlineData("chmod 000 kept", "0")]
    [InlineData("chmod 000 .", "644")]
    [InlineData("mkdir in; mv kept in; chmod 000 in; ln -s in/kept kept", "in")]
    public void Doors_that_the_program_closes_are_no_obstacle(string close, string sign)
    {
        var (exit, files) = Collect($"printf kept > kept; {close}");

        Assert.Equal((0, EndCause.Ended), (exit.WaitStatus, exit.Cause));
        Assert.Contains(sign, Assert.Single(files), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("kill -9 $$")]
    public void A_program_that_failed_leaves_nothing(string end) => Assert.Empty(Collect($"printf x > file; {end}").Files);

    [Fact]
    public void A_process_that_goes_on_does_not_change_what_is_told()
    {
        var (exit, files) = Collect("printf kept > kept; (while :; do rm -f kept; ln -s /etc/passwd kept; mv kept x; printf kept > kept; done) & :");

        Assert.Equal(0, exit.WaitStatus);
        Assert.All(files, file => Assert.EndsWith("644 4", file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("head -c 2000000 /dev/zero > large")]
    [InlineData("truncate -s 15M sparse")]
    [InlineData("for i in $(seq 200); do : > $i; done")]
    [InlineData("for i in $(seq 40); do mkdir d; cd d; done; : > deep")]
    public void More_than_was_asked_for_is_a_limit(string leave)
    {
        var (exit, _) = Collect(leave);

        Assert.Equal((0, EndCause.FilesLimit), (exit.WaitStatus, exit.Cause));
    }

    [Fact]
    public void Names_that_are_too_long_are_left_out()
    {
        var (exit, files) = Collect("n=$(printf %0200d 0); for i in $(seq 25); do mkdir $n; cd $n; : > file; done");

        Assert.Equal(EndCause.Ended, exit.Cause);
        Assert.Equal(19, files.Count);
    }

    [Fact]
    public void Only_a_cell_that_was_made_for_it_tells_of_files()
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(RawServer.Plan);
        using (data)
        {
            data.Send(Frames.StartCollecting(MiB, "/work", "/bin/true", "true"));
            Assert.True(Wire.TryRead<StepFailure>(Assert.Single(Frames.ReadAll(data)).Payload, out var failure));
            Assert.Equal((CellStep.StartProgram, Errno.EPROTO), (failure.Step, failure.Errno));
        }

        server.AwaitEnd(cell);
    }

    private (ExitReport Exit, List<string> Files) Collect(string line)
    {
        using var server = new RawServer(warden.Socket);
        var (cell, data) = server.Create(s_plan);
        using (data)
        {
            data.Send([.. Frames.StartCollecting(MiB, "/work", "/bin/bash", "bash", "-c", line), .. Frames.Of(FrameKind.FilesEnd), .. Frames.Of(FrameKind.StdinEnd)]);
            var frames = Frames.ReadAll(data);
            server.AwaitEnd(cell);
            Assert.True(frames[^1].Kind == FrameKind.Exit && Wire.TryRead<ExitReport>(frames[^1].Payload, out _), $"ended with {frames[^1].Kind}");
            Wire.TryRead<ExitReport>(frames[^1].Payload, out var exit);
            return (exit, [.. Told(frames).Order(StringComparer.Ordinal)]);
        }
    }

    private static IEnumerable<string> Told(List<(FrameKind Kind, byte[] Payload)> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            if (frames[i].Kind == FrameKind.File && Wire.TryRead<FileHeader>(frames[i].Payload, out var header))
            {
                var length = frames.Skip(i + 1).TakeWhile(frame => frame.Kind == FrameKind.FileData).Sum(frame => frame.Payload.Length);
                yield return $"{Encoding.UTF8.GetString(frames[i].Payload.AsSpan(FileHeader.Size))} {Convert.ToString(header.Mode, 8)} {length}";
            }
        }
    }
}
