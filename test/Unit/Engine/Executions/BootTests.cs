using System.Text.RegularExpressions;
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
    public void A_runtime_without_a_hook_is_held_before_it_begins()
    {
        var held = Held(BootHold.Start);

        var run = _case.Validate(Request("python", (null, "#!/usr/bin/python3 -O")) with { Args = ["one"] }, python: held).Run;

        Assert.Equal(["HOTCELL_HOLD=", "LD_PRELOAD=/hotcell/hold.so"], run.Boot!.Command.Env.TakeLast(2));
        Assert.Null(run.Boot.Source);
        Assert.Equal(["main.py", "one"], run.HandOver!.Argv);
    }

    [Theory]
    [InlineData(BootHold.Source, "HOTCELL_HOLD=/work/main.py")]
    [InlineData(BootHold.Folder, "HOTCELL_HOLD=/work/.")]
    public void A_runtime_is_held_by_its_programs_file(BootHold hold, string variable)
    {
        var held = Held(hold);

        var run = _case.Validate(Request(), python: held).Run;

        Assert.Equal(["HOTCELL_HOLD_IN=python3.14", variable, "LD_PRELOAD=/hotcell/hold.so"], run.Boot!.Command.Env.TakeLast(3));
        Assert.Equal("main.py", run.Boot.Source);
        Assert.Null(_case.Validate(Request() with { Args = ["one"] }, python: held).Run.Boot);
    }

    [Fact]
    public void A_program_that_a_language_starts_in_another_way_starts_cold()
    {
        var language = s_python with { Run = s_python.Run with { Boot = Boot("{source}") with { Unless = new Regex(@"\Adef\b", RegexOptions.NonBacktracking) } } };

        Assert.Null(_case.Validate(Request("python", (null, "def f(): pass")), python: language).Run.Boot);
        Assert.NotNull(_case.Validate(Request("python", (null, "import os")), python: language).Run.Boot);
    }

    /// <summary>Each name would need a runtime that waits for it.</summary>
    [Fact]
    public void A_file_named_after_what_is_in_it_finds_its_runtime_booted_where_most_do()
    {
        var language = s_python with
        {
            SourceFile = "{module}.py",
            Variables = new Dictionary<string, LanguageVariable> { ["module"] = new([new Regex("# module (\\w+)", RegexOptions.NonBacktracking)], "{value}", "main") },
        };

        Assert.Equal("main.py", _case.Validate(Request("python", (null, "# module main")), python: language).Run.Boot?.Source);
        Assert.Null(_case.Validate(Request("python", (null, "# module greeter")), python: language).Run.Boot);
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

    private static Language Held(BootHold hold) =>
        s_python with { Run = s_python.Run with { Boot = Boot("{source}") with { Hold = hold, HoldIn = hold == BootHold.Start ? null : "python3.14" } } };

    private static LanguageBoot Boot(string program) =>
        new() { Argv = ["python3", "-B", program], Program = program, Memory = ByteSize.FromMebibytes(1) };
}
