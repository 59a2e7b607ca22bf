namespace Hotcell.Bench.Subjects;

/// <summary>One program of the soak.</summary>
internal sealed record SoakProgram(string Name, HttpProgram Request)
{
    public string Language { get; init; } = "bash";

    /// <summary>It takes about as long each time.</summary>
    public bool IsFriendly { get; init; }
}

/// <summary>
/// What is sent in a soak: every second program is friendly, the others want to use something up or leave something behind. Most of them are for bash,
/// which starts quickly; what they do is the kernel's business and not the language's. Friendly ones in other languages bring what bash does not: runtimes that boot and wait, compilers,
/// and what was compiled before.
/// </summary>
internal sealed class SoakPrograms
{
    private static readonly SoakProgram[] s_friendly =
    [
        Bash("hello", "echo hello", "Ok", "hello\n"),
        Bash("stdin", "read -r line; echo \"got $line\"", "Ok", "got input\n"),
        Bash("files", "mkdir -p a/b; echo text > a/b/c; cat a/b/c", "Ok", "text\n"),
        Bash("pipes", "printf '3\\n1\\n2\\n' | sort | tr -d '\\n'", "Ok", "123"),
        Bash("exit code", "exit 3", "RuntimeError"),
        new("python", HttpProgram.Of("python", "print(sum(range(1000)))", "499500\n")) { Language = "python" },
        new("python that fails", HttpProgram.Of("python", "import sys\nprint('so far')\nsys.exit(2)", "so far\n", verdict: "RuntimeError")) { Language = "python" },
        new("c", HttpProgram.Of("c", "#include <stdio.h>\nint main(void) { puts(\"compiled\"); }", "compiled\n")) { Language = "c" },
        new("c that does not compile", HttpProgram.Of("c", "int main(void) { return x; }", stdout: null, verdict: "CompileError", cache: false)) { Language = "c" },
    ];

    private static readonly SoakProgram[] s_hostile =
    [
        Bash("forks", "while :; do sleep 60 & done", "TimeLimit", limits: new() { ["wall_time_ms"] = 150, ["processes"] = 16 }),
        Bash("memory", "x=$(head -c 200M /dev/zero | tr '\\0' x)", "MemoryLimit", limits: new() { ["memory_mb"] = 16 }),
        Bash("output", "yes", "OutputLimit", limits: new() { ["output_kb"] = 16 }),
        Bash("spinning", "while :; do :; done", "CpuTimeLimit", limits: new() { ["cpu_time_ms"] = 50 }),
        Bash("sleeping", "sleep 60", "TimeLimit", limits: new() { ["wall_time_ms"] = 50 }),
        Bash("stopping", "kill -STOP $$", "TimeLimit", limits: new() { ["wall_time_ms"] = 50 }),
        Bash("disk", "head -c 200M /dev/zero > full 2>/dev/null || echo full", "Ok", "full\n", new() { ["disk_mb"] = 4, ["file_size_mb"] = 256 }),
        Bash("inodes", "for i in {1..3000}; do : > /tmp/$i; done", "Ok"),
        Bash("daemon", "setsid -f sleep 60 <&- >&- 2>&-", "Ok"),
        Bash("daemon that holds the output", "setsid -f sleep 60", "Ok"),
        Bash("killing all", "kill -KILL -1; kill -KILL $$", "Signalled"),
        Bash("namespaces", "unshare --user --mount true", "ForbiddenSyscall"),
        Bash("links and pipes", "ln -s / root; ln -s /proc/1/root other; mkfifo pipe; cat pipe", "TimeLimit", limits: new() { ["wall_time_ms"] = 50 }),
        Bash("background", "for i in {1..20}; do sleep 60 & done", "Ok"),
    ];

    private readonly SoakProgram[] _friendly;

    private SoakPrograms(SoakProgram[] friendly) => _friendly = friendly;

    /// <param name="languages">By id: what the server can run.</param>
    public static SoakPrograms For(IReadOnlyDictionary<string, string> languages) => new([.. s_friendly.Where(program => languages.ContainsKey(program.Language))]);

    public SoakProgram Draw()
    {
        var friendly = Random.Shared.Next(2) == 0;
        var from = friendly ? _friendly : s_hostile;
        return from[Random.Shared.Next(from.Length)] with { IsFriendly = friendly };
    }

    private static SoakProgram Bash(string name, string code, string verdict, string? stdout = null, Dictionary<string, int>? limits = null) =>
        new(name, HttpProgram.Of("bash", code, stdout, "input\n", verdict, limits));
}
