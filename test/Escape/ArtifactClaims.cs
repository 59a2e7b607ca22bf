using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>
/// What a compile step that runs the user's code can leave in <c>/work</c> for the run, or for us.
/// </summary>
public sealed class ArtifactClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    [Theory]
    [InlineData("ln -s /etc/shadow main", 127)]
    [InlineData("ln -s /proc/1/exe main", 127)]
    [InlineData("ln -s /proc/self/exe main", 127)]
    [InlineData("ln -s main main", 127)]
    [InlineData("ln -s /dev/zero main", 127)]
    [InlineData("ln -s /proc/self/fd/0 main", 127)]
    [InlineData("ln -s /proc/self/root/usr/bin/id main", 127)]
    [InlineData("ln /usr/bin/id main; true", 127)]
    [InlineData("mknod main c 1 3; true", 127)]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"main\")'; chmod +x main", 127)]
    [InlineData("for i in {1..5000}; do : > $i; done", 127)]
    [InlineData("mkdir main", 127)]
    [InlineData("mkfifo main", 127)]
    [InlineData("echo nothing executable > main", 126)]
    [InlineData("printf '#!/no/such/interpreter\\n' > main; chmod +x main", 127)]
    [InlineData("printf '\\177ELF rubbish' > main; chmod +x main", 126)]
    [InlineData("true", 127)]
    [InlineData("rm build.sh; ln -s /etc/passwd build.sh", 127)]
    public async Task Cannot_make_us_fail_by_what_stands_for_the_program(string build, int exitCode)
    {
        var result = await BuildAndRunAsync(build);

        Assert.True(result.Verdict == Verdict.RuntimeError && result.Run!.ExitCode == exitCode, result.Describe());
        Assert.DoesNotContain("root:", result.Run!.Stdout.AsText());
    }

    /// <summary>Whoever executes the program has descriptors of ours until then; a folder among them would lead anywhere (CVE-2024-21626).</summary>
    [Fact]
    public async Task Cannot_reach_the_host_by_what_is_open_while_it_is_started()
    {
        var secret = $"/tmp/hotcell-escape-{Guid.NewGuid()}";
        await File.WriteAllTextAsync(secret, "#!/bin/echo ESCAPED\n");
        File.SetUnixFileMode(secret, (UnixFileMode)0b111_101_101);
        try
        {
            for (var fd = 3; fd < 20; fd++)
            {
                var way = $"/proc/self/fd/{fd}/../../../../../../../..{secret}";
                foreach (var build in new[] { $"ln -s {way} main", $"printf '#!{way}\\n' > main; chmod +x main" })
                {
                    var result = await BuildAndRunAsync(build);

                    Assert.True(result.Verdict == Verdict.RuntimeError, $"{build}: {result.Describe()}");
                    Assert.DoesNotContain("ESCAPED", result.Run!.Stdout.AsText());
                }
            }
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Theory]
    [InlineData("truncate -s 100M main")]
    [InlineData("for i in {1..9000}; do : > $i; done")]
    public async Task Cannot_leave_more_than_the_run_has_room_for(string build)
    {
        var result = await BuildAndRunAsync(build);

        Assert.True(result.Verdict == Verdict.CompileError && result.Compile!.Verdict == Verdict.OutputLimit, result.Describe());
    }

    [Theory]
    [InlineData("chmod 000 /work", Verdict.Ok)]
    [InlineData("chmod 000 main", Verdict.RuntimeError)]
    [InlineData("mv main kept; ln -s kept/x main", Verdict.RuntimeError)]
    public async Task Cannot_make_us_fail_by_closing_doors(string trick, Verdict verdict)
    {
        var result = await BuildAndRunAsync($"{Program("echo ran")}; {trick}");

        Assert.True(result.Verdict == verdict, result.Describe());
    }

    [Fact]
    public async Task Cannot_read_the_host_by_a_planted_link()
    {
        var result = await BuildAndRunAsync(
            "ln -s /etc/shadow shadow; ln -s / root; " + Program("cat shadow root/root/.bashrc root/etc/shadow; echo ran"));

        Assert.Equal(["ran"], CellFixture.Lines(result));
    }

    [Fact]
    public async Task Cannot_leave_a_process_from_compiling_to_running()
    {
        var mark = Guid.NewGuid().ToString();
        var result = await BuildAndRunAsync(
            $"setsid bash -c 'while :; do sleep 1; done' {mark} & disown; " + Program("shopt -s nullglob; cd /proc; echo [0-9]*"));

        Assert.Single(CellFixture.Lines(result).Single().Split(' '));
        Assert.Empty(HostProcesses.With(mark));
    }

    [Fact]
    public async Task Cannot_keep_files_outside_of_work_from_compiling_to_running()
    {
        var result = await BuildAndRunAsync("touch /tmp/kept /dev/shm/kept kept; " + Program("ls /tmp /dev/shm kept"));

        Assert.Equal(["kept", "/dev/shm:", "/tmp:"], CellFixture.Lines(result));
    }

    [Fact]
    public async Task Cannot_mark_files_with_rights()
    {
        var result = await BuildAndRunAsync("cp /usr/bin/id main; chmod 6755 main");

        Assert.StartsWith("uid=1000(", CellFixture.Lines(result).Single());
        Assert.DoesNotContain("euid", result.Run!.Stdout.AsText());
    }

    /// <summary>A build step that makes a script the program.</summary>
    private static string Program(string script) => $"printf '#!/bin/bash\\n{script}\\n' > main; chmod +x main";

    private Task<ExecutionResult> BuildAndRunAsync(string build) => cells.Builder.RunAsync(CellFixture.Build(build));
}
