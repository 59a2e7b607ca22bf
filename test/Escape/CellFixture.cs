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
/// One warden and one engine for all claims. Theory of operation: an attack is a C program in <c>probes/</c>, submitted like anybody's, so that
/// compiling and running it are both real. It prints a line per attempt (probes/probe.h), and the claim says what the lines must be.
/// </summary>
public sealed class CellFixture : IAsyncLifetime
{
    /// <summary>In the environment of everything that is ours, and of nothing that is a program's.</summary>
    public const string Canary = "HOTCELL_ESCAPE_CANARY";

    private HotcellEngine? _engine;

    public WardenFixture Warden { get; } = new();

    public HotcellEngine Engine => _engine ?? throw new InvalidOperationException("The engine has not been started.");

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Canary, "canary");
        await Warden.InitializeAsync();
        _engine = await Warden.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await Warden.DisposeAsync();
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

    /// <summary>The lines that a probe prints, which must have come to its end.</summary>
    public async Task<string[]> LinesAsync(string probe, params IReadOnlyList<string> args)
    {
        var result = await RunAsync(probe, args);
        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        return Lines(result);
    }

    public static string[] Lines(ExecutionResult result) => result.Run!.Stdout.AsText().Split('\n', StringSplitOptions.RemoveEmptyEntries);

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

    /// <summary>Asserts that an ordinary program still runs as it should.</summary>
    public async Task AssertServesAsync()
    {
        var result = await Engine.RunAsync(new ExecutionRequest { Language = "bash", Files = [new SourceFile(null, "echo fine"u8.ToArray())] });
        Assert.True(result.Verdict == Verdict.Ok && result.Run!.Stdout.AsText() == "fine\n", result.Describe());
    }

    private static SourceFile Source(string name) => new(name, File.ReadAllBytes(Path.Combine(Machine.Repository, "test", "Escape", "probes", name)));
}
