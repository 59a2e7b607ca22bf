using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

[assembly: AssemblyFixture(typeof(Hotcell.Software.HostFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Hotcell.Software;

/// <summary>
/// What people run, as Debian packages it, under the filter and the namespaces that everybody gets: a sandbox that breaks real software gets switched
/// off. Each program is in <c>programs/</c>; it uses what its runtime is known to ask of the kernel, and says what came of it. A refused system
/// call fails the test even where the program did without.
/// </summary>
public sealed class SoftwareTests(HostFixture cells) : IClassFixture<LeavesNothing<HostFixture>>
{
    /// <summary>The most that a caller may ask for by default: room, and time on a busy machine. Nothing else differs.</summary>
    private static readonly RequestedLimits s_room = new()
    {
        WallTime = TimeSpan.FromSeconds(120),
        CpuTime = TimeSpan.FromSeconds(120),
        Memory = ByteSize.FromMebibytes(1024),
        Disk = ByteSize.FromMebibytes(512),
        FileSize = ByteSize.FromMebibytes(256),
        OpenFiles = 1024,
        Processes = 256,
        Cpus = Math.Min(2, Environment.ProcessorCount),
    };

    [Fact]
    public Task Numpy_multiplies_on_threads_and_maps_files() => AssertPrintsAsync("python", "numpy", "333332.833\n333332.8\n0.000\n7000\n(5,)\n");

    [Fact]
    public Task Pandas_groups_pivots_and_resamples() => AssertPrintsAsync(
        "python",
        "pandas",
        "{'Bonn': 7, 'Ulm': 13}\ncity  Bonn  Ulm\nyear           \n2020     3    5\n2021     4    8\n[4.0, 6.0]\n4\n");

    [Fact]
    public Task Matplotlib_draws_with_fonts() => AssertPrintsAsync("python", "matplotlib", "True\nTrue\n");

    [Fact]
    public Task Python_multiprocessing_has_pools_locks_managers_and_shared_memory() => AssertPrintsAsync(
        "python",
        "multiprocessing",
        "fork [0, 1, 4, 9, 16]\nspawn [0, 1, 4, 9, 16]\nforkserver [0, 1, 4, 9, 16]\nb'abc'\n400\n{'a': 1}\n285\n");

    [Fact]
    public Task Python_asyncio_serves_calls_and_waits() => AssertPrintsAsync(
        "python",
        "asyncio",
        "[b'HELLO\\n', b'HELLO\\n', b'HELLO\\n']\nb'HELLO\\n'\nb'HELLO\\n'\nTrue\nb'through a child'\nsignal\ntimeout\n");

    [Fact]
    public Task Java_has_threads_sockets_children_and_a_collector() =>
        AssertPrintsAsync("java", "java", "2470\n500000500000\nover nio\n13\nfrom a child\n0\ncollected\n");

    [Fact]
    public Task Node_has_worker_threads_http_children_and_wasm() =>
        AssertPrintsAsync("javascript", "node", "workers 4000\nasked for /page\nfrom a child\n1000\n42\n");

    [Fact]
    public Task Go_compiles_and_has_goroutines_sockets_children_and_signals() =>
        AssertPrintsAsync("bash", "go", "499500\nheard hello\nfrom a child\n<nil>\nuser defined signal 1\ncollected\n");

    [Fact]
    public Task Rust_compiles_and_has_threads_sockets_children_and_panics() =>
        AssertPrintsAsync("bash", "rust", "120\n14\nover tcp\nfrom a child\ntrue\n");

    [Fact]
    public Task Dotnet_compiles_and_has_tasks_sockets_children_and_a_collector() =>
        AssertPrintsAsync("bash", "dotnet", "499500\n333833500\nover tcp\nfrom a child\n0\nm\ncollected\n");

    [Fact]
    public Task Sqlite_locks_logs_ahead_and_vacuums() =>
        AssertPrintsAsync("python", "sqlite", "('wal',)\n(200, 19900)\n['99.5', 'ok']\n(2,)\n");

    private async Task AssertPrintsAsync(string language, string program, string expected)
    {
        var folder = Path.Combine(Machine.Repository, "test", "Software", "programs", program);

        // The first file is the one that runs.
        var files = Directory.GetFiles(folder).OrderByDescending(file => Path.GetExtension(file) is not (".go" or ".rs" or ".cs"));
        var result = await cells.RunAsync(new ExecutionRequest
        {
            Language = language,
            Files = [.. files.Select(file => new SourceFile(Path.GetFileName(file), File.ReadAllBytes(file)))],
            Limits = s_room,
        });

        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        Assert.Equal(expected, result.Run!.Stdout.AsText());
        Assert.Null(result.Run.RefusedSyscall);
    }
}
