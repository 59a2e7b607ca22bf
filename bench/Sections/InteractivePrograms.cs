using System.Diagnostics;
using System.Globalization;
using Hotcell.Bench.Machine;
using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>
/// Programs that somebody talks to: how soon a key is echoed by their terminal and what they write is seen, many that all wait for an answer, and what
/// those cost to whom nobody says anything.
/// </summary>
internal static class InteractivePrograms
{
    private const string Language = "bash";
    private const int AtOnce = 200;
    private const int Idle = 500;
    private const double MostEcho = 3;
    private const double MostFirstByte = 5;
    private const double Megabyte = 1e6;

    private static readonly string[] s_options = ["--ready-time", "4", "--max-interactive", $"{Idle + 1}:{Idle + 1}"];
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(10);

    public static async Task<Section> MeasureAsync(Workbench bench)
    {
        var section = new Section("Interactive programs");
        await using var own = await Workbench.SetUpAsync(bench.Effort, withServer: true, bench.Stop, tree: null, s_options);
        await MeasureWaysAsync(own, section);
        await AskAllAsync(own, new Section("rehearsal"));
        var before = await Holdings.TakeSettledAsync(own.Hotcell);
        await AskAllAsync(own, section);
        await MeasureIdleAsync(own, section);
        foreach (var (name, count) in await before.LeftAsync(own.Hotcell))
        {
            section.Add($"left behind: {name}", count, Units.Count, Target.NoMoreThan(0));
        }

        return section;
    }

    /// <summary>There and back through a terminal; and one way, by a clock that cell and client share.</summary>
    private static async Task MeasureWaysAsync(Workbench own, Section section)
    {
        using var typist = await LiveRun.StartAsync(own.Hotcell.Address!, Language, "echo ready; exec cat", tty: true);
        using var teller = await LiveRun.StartAsync(own.Hotcell.Address!, Language, "while read -r; do echo $EPOCHREALTIME; done");
        await typist.WaitForAsync("ready\r\n");
        var measured = await Rounds.RunAsync(
            own.Effort.Overhead,
            own.Stop,
            new Contender("echo", () => typist.AskAsync("x", "x")),
            new Contender("first byte", () => FirstByteAsync(teller)));
        await typist.LeaveAsync();
        await teller.LeaveAsync();
        var echo = section.Add("a key's echo by the terminal", measured[0]);
        var first = section.Add("from a program's write to its client", measured[1]);
        section.Add("a key's echo, p50", echo.P50, Units.Milliseconds, Target.NoMoreThan(MostEcho));
        section.Add("from write to client, p50", first.P50, Units.Milliseconds, Target.NoMoreThan(MostFirstByte));
    }

    private static async Task<double> FirstByteAsync(LiveRun teller)
    {
        await teller.TypeAsync("\n");
        var written = await teller.WaitForAsync("\n");
        var now = TimeProvider.System.GetUtcNow();
        return (now - DateTimeOffset.UnixEpoch).TotalMilliseconds - (double.Parse(written, CultureInfo.InvariantCulture) * 1000);
    }

    /// <summary>Nobody is answered before all have asked, so all run at once.</summary>
    private static async Task AskAllAsync(Workbench own, Section section)
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async i =>
        {
            var begun = Stopwatch.GetTimestamp();
            var run = await LiveRun.StartAsync(own.Hotcell.Address!, Language, $"printf '? '; read -r n; echo \"$n of {i}.\"; read -r n");
            await run.WaitForAsync("? ");
            return (run, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }));
        var answers = await Task.WhenAll(runs.Select((one, i) => one.run.AskAsync($"{i}\n", $"{i} of {i}.\n")));
        section.Add($"{AtOnce} at once: from the connection to the question", runs.Select(one => one.TotalMilliseconds));
        section.Add($"{AtOnce} at once: from the answer to what it says of it", answers);
        await LeaveAllAsync(runs.Select(one => one.run));
    }

    private static async Task MeasureIdleAsync(Workbench own, Section section)
    {
        var (memory, server) = (Memory(own.Hotcell), ProcessTree.ResidentBytesOf(own.Hotcell.ServerId));
        var runs = new List<LiveRun>();
        foreach (var some in Enumerable.Range(0, Idle).Chunk(AtOnce))
        {
            runs.AddRange(await Task.WhenAll(some.Select(async _ =>
            {
                var run = await LiveRun.StartAsync(own.Hotcell.Address!, Language, "echo ready; read -r");
                await run.WaitForAsync("ready\n");
                return run;
            })));
        }

        await Task.Delay(s_watched / 2, own.Stop);
        var ticks = ProcessTree.ProcessorTimeBelow(own.Hotcell.KeeperId);
        await Task.Delay(s_watched, own.Stop);
        var busy = ProcessTree.ProcessorTimeBelow(own.Hotcell.KeeperId) - ticks;
        section.Add($"{Idle} idle: processors in use", busy / s_watched * 100, "%");
        section.Add($"{Idle} idle: memory of each, with its cell", (Memory(own.Hotcell) - memory) / Megabyte / Idle, Units.Megabytes);
        section.Add($"{Idle} idle: memory of each in the server", (ProcessTree.ResidentBytesOf(own.Hotcell.ServerId) - server) / Megabyte / Idle, Units.Megabytes);
        await LeaveAllAsync(runs);
    }

    /// <summary>What all processes hold together, in bytes; what they share is counted once.</summary>
    private static double Memory(RunningHotcell hotcell) => ProcessTree.Below(hotcell.KeeperId).Sum(ProcessTree.ProportionalBytesOf);

    private static async Task LeaveAllAsync(IEnumerable<LiveRun> runs)
    {
        foreach (var run in runs)
        {
            await run.LeaveAsync();
            run.Dispose();
        }
    }
}
