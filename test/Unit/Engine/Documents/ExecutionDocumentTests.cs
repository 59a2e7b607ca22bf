using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Documents;

public sealed class ExecutionDocumentTests
{
    /// <summary>Frozen: clients read these names.</summary>
    private const string Golden = """
        {"id":"ID","language":"c","verdict":"Signalled","compile":{"verdict":"Ok","stdout":"","stderr":"main.c: <warning> \"é\"\n","output":"main.c: <warning> \"é\"\n","exit_code":0,"signal":null,"wall_time_ms":12.346,"cpu_time_ms":10,"peak_memory_bytes":1048576,"refused_syscall":null,"hot":false,"cached":false},"run":{"verdict":"Signalled","stdout":"a�","stderr":"","output":"a�","exit_code":null,"signal":"SIGSEGV","wall_time_ms":1.5,"cpu_time_ms":0.5,"peak_memory_bytes":4096,"refused_syscall":"mount","hot":false},"isolation":["user_namespace","mount_namespace","pid_namespace","network_namespace","ipc_namespace","uts_namespace","cgroup_namespace","memory_cgroup","pids_cgroup","seccomp","no_new_privileges","no_capabilities","read_only_root","own_user_ids"],"degraded":["cpu_cgroup"]}
        """;

    [Fact]
    public void Json_is_the_golden_document()
    {
        var document = ExecutionDocument.Of(Result(), OutputEncoding.Utf8, "ID");
        Assert.Equal(Golden, Encoding.UTF8.GetString(document.ToJson()));
    }

    [Fact]
    public void Base64_keeps_every_byte()
    {
        var document = ExecutionDocument.Of(Result(), OutputEncoding.Base64, "ID");
        Assert.Equal("Yf8=", document.Run!.Stdout.ToString());
        Assert.Equal("Yf8=", document.Run.Output.ToString());
    }

    [Theory]
    [InlineData(Verdict.Ok, 0, null, 0)]
    [InlineData(Verdict.RuntimeError, 3, null, 3)]
    [InlineData(Verdict.Signalled, null, "SIGSEGV", 139)]
    [InlineData(Verdict.Signalled, null, "SIG34", 162)]
    [InlineData(Verdict.TimeLimit, null, "SIGKILL", 124)]
    [InlineData(Verdict.CpuTimeLimit, null, null, 124)]
    [InlineData(Verdict.MemoryLimit, null, "SIGKILL", 137)]
    [InlineData(Verdict.MemoryLimit, 1, null, 137)]
    [InlineData(Verdict.OutputLimit, null, null, 153)]
    [InlineData(Verdict.ForbiddenSyscall, 1, null, 1)]
    [InlineData(Verdict.ForbiddenSyscall, null, "SIGSYS", 159)]
    [InlineData(Verdict.Cancelled, null, null, 130)]
    public void Exit_code_is_what_a_shell_would_say(Verdict verdict, int? exitCode, string? signal, int expected)
    {
        var run = Made(verdict, "") with { ExitCode = exitCode, Signal = signal };
        Assert.Equal(expected, ShellExitCode.Of(Result() with { Verdict = verdict, Run = run }));
    }

    [Fact]
    public void Failed_compile_is_never_zero()
    {
        var compile = Made(Verdict.OutputLimit, "") with { ExitCode = null };
        Assert.Equal(1, ShellExitCode.Of(Result() with { Verdict = Verdict.CompileError, Compile = compile, Run = null }));
    }

    private static ExecutionResult Result() => new()
    {
        Verdict = Verdict.Signalled,
        Language = "c",
        Compile = Made(Verdict.Ok, "main.c: <warning> \"é\"\n") with { ExitCode = 0, WallTime = TimeSpan.FromMilliseconds(12.3456), CpuTime = TimeSpan.FromMilliseconds(10), PeakMemory = ByteSize.FromMebibytes(1) },
        Run = Made(Verdict.Signalled, "") with { Signal = "SIGSEGV", RefusedSyscall = "mount", Output = StageOutput.Of([0x61, 0xFF]) },
        Isolation = IsolationNames.All & ~Isolation.CpuCgroup,
    };

    private static StageResult Made(Verdict verdict, string stderr) => new()
    {
        Verdict = verdict,
        Output = StageOutput.Of(default, Encoding.UTF8.GetBytes(stderr)),
        WallTime = TimeSpan.FromMilliseconds(1.5),
        CpuTime = TimeSpan.FromMilliseconds(0.5),
        PeakMemory = new ByteSize(4096),
    };
}
