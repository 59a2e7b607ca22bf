using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Escape;
using Hotcell.Kit;
using Xunit;

[assembly: AssemblyFixture(typeof(CellFixture))]

// Bombs and floods are aimed at the whole machine: what one claim measures must not come from the claim beside it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Hotcell.Escape;

/// <summary>
/// One warden for all claims. Theory of operation: an attack is a C program in <c>probes/</c>. It prints a line per attempt (probes/probe.h), and the
/// claim says what the lines must be. Unless a claim is about limits, the probe runs twice in one execution: as a compiler, and as the program
/// that it has compiled, because what a compiler is made to do is as much the user's as what a program does.
/// </summary>
public sealed class CellFixture : ISharedHotcell, IAsyncLifetime
{
    /// <summary>In the environment of everything that is ours, and of nothing that is a program's.</summary>
    public const string Canary = "HOTCELL_ESCAPE_CANARY";

    private HotcellEngine? _engine;
    private HotcellEngine? _builder;

    public WardenFixture Warden { get; } = new();

    public HotcellEngine Engine => _engine ?? throw NotStarted();

    /// <summary>Knows one language, of our own (<c>languages/</c> beside this file), whose compiler is whatever the user says.</summary>
    public HotcellEngine Builder => _builder ?? throw NotStarted();

    public int KeeperId => Warden.KeeperId;

    public bool HoldsCells => true;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Canary, "canary");
        await Warden.InitializeAsync();
        _engine = await Warden.ConnectAsync();
        _builder = await ConnectBuilderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in new[] { _engine, _builder })
        {
            if (engine is not null)
            {
                await engine.DisposeAsync();
            }
        }

        await Warden.DisposeAsync();
    }

    /// <summary>Another <see cref="Builder"/>, with compile limits of its own.</summary>
    public Task<HotcellEngine> ConnectBuilderAsync(RequestedLimits? compile = null) => Warden.ConnectAsync(options => options with
    {
        LanguagesDirectory = Path.Combine(Machine.Repository, "test", "Escape", "languages"),
        Compile = options.Compile.With(compile ?? new RequestedLimits()),
        CompileCache = default, // what its compile step does is what is looked at
    });

    /// <summary>The request whose compile step is a shell script, with <paramref name="files"/> beside it.</summary>
    public static ExecutionRequest Build(string script, params IReadOnlyList<SourceFile> files) => new()
    {
        Language = "compiled_by_its_source",
        Files = [new SourceFile("build.sh", Encoding.UTF8.GetBytes(script + "\n")), .. files],
    };

    /// <summary>The request that runs a probe as a compiler, and then as the program.</summary>
    public static ExecutionRequest BuildAndProbe(string probe, params IReadOnlyList<string> args)
    {
        var quoted = string.Join(' ', args.Select(arg => $"'{arg.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

        // What a shell adds to the environment is not what a compiler is given.
        const string run = "exec env -u PWD -u OLDPWD -u SHLVL -u _ ./main";
        return Build($"gcc -std=gnu17 -O2 -pipe -o main main.c -lm || exit; {run} {quoted}", Probe(probe).Files) with { Args = args };
    }

    /// <summary>The request that runs <c>probes/&lt;name&gt;.c</c>.</summary>
    public static ExecutionRequest Probe(string name, params IReadOnlyList<string> args) => new()
    {
        Language = "c",
        Files = [Source($"{name}.c") with { Name = "main.c" }, Source("probe.h")],
        Args = args,
    };

    /// <summary>Runs a probe with the limits that everybody gets.</summary>
    public Task<ExecutionResult> RunAsync(string probe, params IReadOnlyList<string> args) => Engine.RunAsync(Probe(probe, args));

    public Task<ExecutionResult> RunAsync(RequestedLimits limits, string probe, params IReadOnlyList<string> args) =>
        Engine.RunAsync(Probe(probe, args) with { Limits = limits });

    /// <summary>Runs a probe in one stage, which has <paramref name="limits"/>.</summary>
    public async Task<StageResult> RunInAsync(Stage stage, RequestedLimits limits, string probe, params IReadOnlyList<string> args)
    {
        if (stage == Stage.Run)
        {
            return (await RunAsync(limits, probe, args)).Run!;
        }

        await using var builder = await ConnectBuilderAsync(limits);
        return (await builder.RunAsync(BuildAndProbe(probe, args))).Compile!;
    }

    /// <summary>The lines that a probe prints as a compiler, and as a program. It must have come to its end both times.</summary>
    public async Task<(string[] Compile, string[] Run)> LinesOfBothAsync(string probe, params IReadOnlyList<string> args)
    {
        var result = await Builder.RunAsync(BuildAndProbe(probe, args));
        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        return (Lines(result.Compile!), Lines(result));
    }

    /// <summary>The lines that a probe prints, which are the same as a compiler and as a program.</summary>
    public async Task<string[]> LinesAsync(string probe, params IReadOnlyList<string> args)
    {
        var (compile, run) = await LinesOfBothAsync(probe, args);
        Assert.Equal(run, compile);
        return run;
    }

    public static string[] Lines(ExecutionResult result) => Lines(result.Run!);

    public static string[] Lines(StageResult stage) => stage.Stdout.AsText().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts that each of a probe's attempts is answered with <paramref name="errno"/>.</summary>
    public async Task AssertBlockedAsync(string errno, string probe, params IReadOnlyList<string> args)
    {
        var lines = await LinesAsync(probe, args);
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => !line.EndsWith($": blocked {errno}", StringComparison.Ordinal));
    }

    /// <summary>Asserts all of a probe's output.</summary>
    public async Task AssertPrintsAsync(string expected, string probe, params IReadOnlyList<string> args) =>
        Assert.Equal(expected.Split('\n'), await LinesAsync(probe, args));

    public Task ServeAsync() => Engine.AssertServesAsync();

    private static InvalidOperationException NotStarted() => new("The engine has not been started.");

    private static SourceFile Source(string name) => new(name, File.ReadAllBytes(Path.Combine(Machine.Repository, "test", "Escape", "probes", name)));
}
