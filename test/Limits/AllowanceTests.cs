using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Limits;

/// <summary>A language may be allowed one of a few system calls; others of its cells' protections do not change.</summary>
public sealed class AllowanceTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>, IDisposable
{
    private const string Program = """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.syscall(312, os.getpid(), os.getpid(), 0, 1, 2) >= 0, os.strerror(ctypes.get_errno())
        print("compared")
        libc.syscall(165, 0, 0, 0, 0, 0)
        raise SystemExit(ctypes.get_errno())
        """;

    private readonly DirectoryInfo _languages = Directory.CreateTempSubdirectory("hotcell-test-");

    public void Dispose() => _languages.Delete(recursive: true);

    [Fact]
    public async Task A_call_is_allowed_where_the_language_says_why_and_only_that_call()
    {
        Write("strict", "");
        Write("debugger", "allow_syscalls:\n  kcmp: it compares descriptors of the processes that it debugs\n");
        await using var engine = await cells.Warden.ConnectAsync(options => options with { LanguagesDirectory = _languages.FullName });

        var refused = await engine.RunAsync(Request("strict"));
        Assert.True(refused is { Verdict: Verdict.ForbiddenSyscall, Run.RefusedSyscall: "kcmp" }, refused.Describe());

        var allowed = await engine.RunAsync(Request("debugger"));
        Assert.True(allowed is { Verdict: Verdict.ForbiddenSyscall, Run: { RefusedSyscall: "mount", ExitCode: 1 } }, allowed.Describe());
        Assert.Equal("compared\n", allowed.Run.Stdout.AsText());
    }

    private static ExecutionRequest Request(string language) => new() { Language = language, Files = [new(null, System.Text.Encoding.UTF8.GetBytes(Program))] };

    private void Write(string id, string more) => File.WriteAllText(
        Path.Combine(_languages.CreateSubdirectory(id).FullName, "language.yaml"),
        $"id: {id}\nname: {id}\nsource_file: main.py\nrequires: [python3]\nversion_probe: [python3, --version]\n{more}run:\n  argv: [python3, \"{{source}}\"]\n");
}
