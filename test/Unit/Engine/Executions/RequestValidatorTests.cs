using Hotcell.Engine;
using Hotcell.Engine.Executions;
using static Hotcell.Unit.Engine.Executions.RequestCase;

namespace Hotcell.Unit.Engine.Executions;

public sealed class RequestValidatorTests : IDisposable
{
    private readonly RequestCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public void A_request_that_asks_for_nothing_gets_the_defaults()
    {
        var plan = _case.Validate(Request());

        Assert.Equal("main.py", Assert.Single(plan.Files).Name);
        Assert.Null(plan.Compile);
        Assert.Equal("/usr/bin/python3", plan.Run.Command.Executable);
        Assert.Equal(["python3", "main.py"], plan.Run.Command.Argv);
        Assert.Equal(TimeSpan.FromSeconds(10), plan.Run.Limits.WallTime);
        Assert.Equal(ByteSize.FromMebibytes(256), plan.Run.Limits.Memory);
        Assert.Equal(10, plan.Run.Limits.Processes);
    }

    [Fact]
    public void The_environment_is_made_from_nothing_and_the_caller_wins()
    {
        var plan = _case.Validate(Request() with { Env = new Dictionary<string, string> { ["LANG"] = "tr_TR", ["X"] = "1=2" } });

        Assert.Equal(
            ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/work", "LANG=tr_TR", "MEMORY=256", "X=1=2"],
            plan.Run.Command.Env);
    }

    [Fact]
    public void The_compiler_gets_sources_and_no_environment_of_the_caller()
    {
        var plan = _case.Validate(
            Request("c", ("a.c", ""), ("data.txt", ""), ("lib/b.c", "")) with
            {
                Args = ["one"],
                Env = new Dictionary<string, string> { ["GCC_EXEC_PREFIX"] = "/work" },
            });

        Assert.Equal(["gcc", "-o", "main", "a.c", "lib/b.c"], plan.Compile!.Command.Argv);
        Assert.DoesNotContain("GCC_EXEC_PREFIX=/work", plan.Compile.Command.Env);
        Assert.Equal("/work/main", plan.Run.Command.Executable);
        Assert.Equal(["./main", "one"], plan.Run.Command.Argv);
        Assert.Contains("GCC_EXEC_PREFIX=/work", plan.Run.Command.Env);
    }

    [Fact]
    public void The_first_file_takes_its_name_from_what_is_in_it()
    {
        _case.Root.WriteExecutable("usr/bin/java");

        var plan = _case.Validate(Request("java", (null, "public class Foo {}")));

        Assert.Equal("Foo.java", plan.Files[0].Name);
        Assert.Equal(["java", "Foo"], plan.Run.Command.Argv);
    }

    [Fact]
    public void A_name_from_the_source_is_held_to_the_rules_too()
    {
        _case.Root.WriteExecutable("usr/bin/java");

        _case.AssertErrors(Request("java", (null, $"class {new string('A', 300)} {{}}")), "files[0].name: must not be longer than 255 bytes");
    }

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        var request = new ExecutionRequest
        {
            Language = "pyhton",
            Files = [File("/etc/passwd"), File("../x"), File(null), File("a"), File("./a"), File("a/b")],
            Args = ["ok", "n\0l", "\udc00"],
            Env = new Dictionary<string, string> { ["A=B"] = "", [""] = "", ["C"] = "\0", ["\ud800"] = "" },
            Stdin = new byte[(16 * 1024 * 1024) + 1],
            Limits = new RequestedLimits
            {
                WallTime = TimeSpan.FromSeconds(121),
                CpuTime = TimeSpan.Zero,
                Memory = ByteSize.FromMebibytes(901),
                Processes = -1,
                Output = ByteSize.FromMebibytes(17),
                FileSize = new ByteSize(0),
                OpenFiles = 2000,
                Stack = ByteSize.FromMebibytes(257),
                Disk = ByteSize.FromMebibytes(1),
                Cpus = double.NaN,
            },
        };

        _case.AssertErrors(
            request,
            "language: 'pyhton' is not a known language; did you mean python?",
            "files[0].name: must be relative, not absolute",
            "files[1].name: must not contain '..'",
            "files[2].name: is missing; only the first file may go without",
            "files[4].name: is the same as files[3].name",
            "files[5].name: needs a folder where files[3] is a file",
            "args[1]: must not contain NUL",
            "args[2]: is not valid Unicode text",
            "env: the name 'A=B' must not contain '='",
            "env: a name must not be empty",
            "env: the value of 'C' must not contain NUL",
            @"env: the name '\ud800' is not valid Unicode text",
            "stdin: must not be larger than 16 MiB",
            "limits.wall_time_ms: must be 1 to 120000, not 121000",
            "limits.cpu_time_ms: must be 1 to 120000, not 0",
            "limits.memory_mb: must be 8 to 900, not 901",
            "limits.processes: must be 1 to 256, not -1",
            "limits.output_kb: must be 1 to 16384, not 17408",
            "limits.file_size_mb: must be 1 to 256, not 0",
            "limits.open_files: must be 16 to 1024, not 2000",
            "limits.stack_mb: must be 1 to 256, not 257",
            "limits.disk_mb: must be 4 to 512, not 1",
            $"limits.cpus: must be 0.1 to {Environment.ProcessorCount}, not NaN");
    }

    [Fact]
    public void A_request_without_files_or_language_says_so() =>
        _case.AssertErrors(new ExecutionRequest { Language = "", Files = [] }, "language: is missing", "files: must have at least one file");

    [Fact]
    public void A_language_that_is_not_installed_says_what_it_lacks() =>
        _case.AssertErrors(Request("java", ("A.java", "")), "language: java is not installed on this server (it lacks java)");

    [Fact]
    public void A_language_name_is_never_repeated_raw() =>
        _case.AssertErrors(
            Request("\u001b[31m<b>\n" + new string('x', 1000)), $"language: '\\u001b[31m<b>\\u000a{new string('x', 55)}…' is not a known language");
}
