using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;
using static Hotcell.Unit.Engine.Executions.RequestCase;

namespace Hotcell.Unit.Engine.Executions;

/// <summary>Which programs get a booted runtime, and what it is told.</summary>
public sealed class BootTests : IDisposable
{
    private static readonly Language s_python = TestLanguages.Python with { Run = TestLanguages.Python.Run with { Boot = Boot("{source}") } };

    private readonly RequestCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public void A_runtime_boots_without_the_arguments_and_is_told_them()
    {
        var run = _case.Validate(Request() with { Args = ["one", ""] }, python: s_python).Run;

        Assert.Equal(["python3", "-B", "main.py"], run.Boot!.Command.Argv);
        Assert.Equal("main.py", run.Boot.Source);
        Assert.Equal(["main.py", "one", ""], run.HandOver!.Argv);
    }

    [Fact]
    public void A_runtime_is_told_all_sources_where_a_cold_one_is()
    {
        var checker = s_python with { Run = s_python.Run with { Argv = ["python3", "{sources}", "{args}"] } };

        var run = _case.Validate(Request("python", ("main.py", ""), ("data.txt", ""), ("lib/other.py", "")) with { Args = ["one"] }, python: checker).Run;

        Assert.Equal(["main.py", "lib/other.py", "one"], run.HandOver!.Argv);
    }

    [Fact]
    public void The_program_may_be_what_a_compiler_made()
    {
        var compiled = s_python with
        {
            Compile = new LanguageStage { Argv = ["python3", "-m", "compileall", "{sources}"] },
            Run = s_python.Run with { Argv = ["python3", "{stem}.pyc", "{args}"], Boot = Boot("{stem}.pyc") },
        };

        var run = _case.Validate(Request() with { Args = ["one"] }, python: compiled).Run;

        Assert.Equal("main.pyc", run.Boot!.Source);
        Assert.Equal(["main.pyc", "one"], run.HandOver!.Argv);
    }

    [Fact]
    public void A_program_that_needs_a_start_of_its_own_gets_one()
    {
        Assert.Null(_case.Validate(Request() with { Env = new Dictionary<string, string> { ["X"] = "1" } }, python: s_python).Run.Boot);
        Assert.Null(_case.Validate(Request("python", ("other.py", "")), python: s_python).Run.Boot);
        Assert.Null(_case.Validate(Request("python", (null, "#!/usr/bin/python3 -O")), python: s_python).Run.Boot);
        Assert.Null(_case.Validate(Request() with { Interaction = new(TerminalSize.Usual) }, python: s_python).Run.Boot);
        Assert.NotNull(_case.Validate(Request() with { Interaction = new() }, python: s_python).Run.Boot);
    }

    private static LanguageBoot Boot(string program) =>
        new() { Argv = ["python3", "-B", program], Program = program, Memory = ByteSize.FromMebibytes(1) };
}
