using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program is started with: what was agreed, and nothing else of ours.</summary>
public sealed class InheritanceClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    [Fact]
    public async Task Cannot_inherit_more_than_was_agreed()
    {
        await cells.AssertPrintsAsync(
            """
            env HOME=/work
            env LANG=C.UTF-8
            env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            arg ./main
            arg --flag
            fd 0 pipe
            fd 1 pipe
            fd 2 pipe
            host cell, domain (none)
            folder /work, umask 022
            uid 1000, gid 1000, groups 0
            leads its session
            """,
            "inheritance",
            "--flag");
        Assert.NotEqual("cell", Environment.MachineName);
        Assert.NotNull(Environment.GetEnvironmentVariable(CellFixture.Canary));
    }

    /// <summary>A descriptor of one cell that is open at the wrong moment would be inherited by another.</summary>
    [Fact]
    public async Task Cannot_find_descriptors_of_cells_that_are_made_at_the_same_time()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => cells.RunAsync("inheritance")));

        Assert.All(results, result => Assert.Equal(
            ["fd 0 pipe", "fd 1 pipe", "fd 2 pipe"], CellFixture.Lines(result).Where(line => line.StartsWith("fd ", StringComparison.Ordinal))));
    }

    /// <summary>What the loader or a runtime loads on the user's wish runs before the program does.</summary>
    [Fact]
    public async Task Cannot_run_code_before_it_is_sealed()
    {
        var status = CellFixture.Probe("status").Files;
        const string build = """
            echo '#include "main.c"
            __attribute__((constructor)) static void early(void) { late_main(); }' > early.c
            gcc -shared -fPIC -Dmain=late_main -o early.so early.c && cp /usr/bin/true main
            """;
        var preload = CellFixture.Build(build, status) with
        {
            Env = new Dictionary<string, string> { ["LD_PRELOAD"] = "/work/early.so" },
        };
        var result = await cells.Builder.RunAsync(preload);

        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        Assert.Equal(PrivilegeClaims.PowerlessThreeTimes.Split('\n'), CellFixture.Lines(result));

        const string print = "print(*[line for line in open('/proc/self/status') if line.split(':')[0] in ('CapEff', 'NoNewPrivs', 'Seccomp')], sep='', end='')";
        result = await cells.Engine.RunAsync(new ExecutionRequest
        {
            Language = "python",
            Files = [new SourceFile("main.py", "pass"u8.ToArray()), new SourceFile("sitecustomize.py", Encoding.UTF8.GetBytes(print))],
            Env = new Dictionary<string, string> { ["PYTHONPATH"] = "/work" },
        });

        Assert.Equal(["CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"], CellFixture.Lines(result));
    }
}
