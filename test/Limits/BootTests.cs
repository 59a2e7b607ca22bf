using System.Globalization;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

/// <summary>
/// A runtime boots ahead of its program on nobody's account, and gives way to programs that run. Theory of operation: the runtime of a language of our
/// own holds much memory for a moment, and uses much CPU time, before it is ready. While one program runs at a time, two cells are made ahead.
/// </summary>
public sealed class BootTests : IAsyncLifetime
{
    private const int BootMebibytes = 48;
    private const int BootMilliseconds = 500;
    private const int Waiting = 2;

    private readonly WardenFixture _warden = new();
    private readonly DirectoryInfo _languages = Directory.CreateTempSubdirectory("hotcell-test-");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_languages.CreateSubdirectory("boots").FullName, "language.yaml"), $$"""
            id: boots
            name: Boots
            source_file: main.py
            requires: [python3]
            version_probe: [python3, --version]
            run:
              argv: [python3, "{source}"]
              boot:
                argv:
                  - python3
                  - -c
                  - |
                    import os, time
                    held = bytearray(b'x') * ({{BootMebibytes}} << 20)
                    del held
                    while time.process_time() * 1000 < {{BootMilliseconds}}:
                        pass
                    os.write(101, b'1')
                    os.close(101)
                    words = open(100, 'rb', buffering=0).readall().split(b'\0')
                    exec(open(words[0]).read())
                memory_mb: 64
            """);
        await _warden.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _warden.DisposeAsync();
        _languages.Delete(recursive: true);
    }

    [Fact]
    public async Task What_a_runtime_used_to_boot_is_not_charged_to_its_program()
    {
        await using var engine = await ConnectAsync();

        var hot = await RunHotAsync(() => RunAsync(engine, "print('hot')"));

        Assert.Equal("hot\n", hot.Stdout.AsText());
        Assert.InRange(hot.CpuTime, TimeSpan.Zero, Milliseconds(BootMilliseconds * 0.9));
        Assert.InRange(hot.PeakMemory.Mebibytes, 1, BootMebibytes - 8);
    }

    [Fact]
    public async Task What_boots_has_less_of_a_cpu_until_it_gets_its_program()
    {
        await using var engine = await ConnectAsync();
        await RunAsync(engine, "print('cold')");
        var looks = 0;

        await RunHotAsync(async () =>
        {
            await Eventually.HoldsAsync(() => GroupsThatGiveWay() == Waiting, "two cells boot, or have booted");
            looks = 0;
            var running = RunAsync(engine, "import time; time.sleep(3)");
            for (; !running.IsCompleted; await Task.Delay(20))
            {
                looks += GroupsThatGiveWay() == Waiting - 1 ? 1 : 0;
            }

            return await running;
        });

        // More than one that happens to fall into the moment in which its cell is removed.
        Assert.True(looks > 3, $"The program competed as others do at {looks} looks.");
    }

    private Task<HotcellEngine> ConnectAsync() => _warden.ConnectAsync(options => options with { LanguagesDirectory = _languages.FullName, ReadyTime = Machine.Patience * TimeSpan.FromSeconds(20) });

    /// <summary>Again until a runtime has booted: whoever comes before starts cold.</summary>
    private static async Task<StageResult> RunHotAsync(Func<Task<StageResult>> run)
    {
        for (var i = 0; i < 60; i++)
        {
            if (await run() is { Hot: true } hot)
            {
                return hot;
            }

            await Task.Delay(Machine.Patience * Milliseconds(200));
        }

        throw new TimeoutException("No runtime booted.");
    }

    private static async Task<StageResult> RunAsync(HotcellEngine engine, string code)
    {
        var result = await engine.RunAsync(new ExecutionRequest { Language = "boots", Files = [new(null, System.Text.Encoding.UTF8.GetBytes(code))] });
        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        return result.Run!;
    }

    /// <summary>Cells with a lower weight than the kernel gives to a group that nobody has said anything about: in cgroups(7) one file or the other.</summary>
    private int GroupsThatGiveWay() => WeightsOf("cpu.weight").Count(weight => weight < 100) + WeightsOf("cpu.shares").Count(shares => shares < 1024);

    /// <summary>The keeper holds the folders that its cells' groups are made in; version 1 may show the same groups in two of them.</summary>
    private IEnumerable<int> WeightsOf(string file)
    {
        var folder = Processes.DescriptorsOf(_warden.KeeperId)
            .FirstOrDefault(path => path.Contains("/hotcell/", StringComparison.Ordinal) && File.Exists(Path.Combine(path, file)));
        return folder is null ? [] : Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Select(group => ReadWeight(Path.Combine(group, file)));
    }

    private static int ReadWeight(string path)
    {
        try
        {
            return int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Its cell has ended meanwhile.
            return int.MaxValue;
        }
    }
}
