using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>
/// A cell with true(1) in it, until nothing of it is left: one that was made ahead, as the pool does, and one made on demand; beside what others
/// take for the same.
/// </summary>
internal static class ColdCell
{
    private const string Ready = "ready cell";
    private const string OnDemand = "cell made on demand";
    private const string Container = "docker run --network none";
    private const double MostForks = 3;
    private const double MostBwraps = 1 / 3.0;

    /// <summary>A container takes as long as a hundred cells.</summary>
    private const int ContainerEvery = 20;

    public static async Task<Section> MeasureAsync(Workbench bench)
    {
        var section = new Section($"Cold cell with {Workbench.TrueCommand}");
        using var fork = Subjects.Spawner.Start(bench.Spawner, SpawnMethod.Fork, [Workbench.TrueCommand]);
        using var spawn = Subjects.Spawner.Start(bench.Spawner, SpawnMethod.Spawn, [Workbench.TrueCommand]);
        var (bwrapArgv, whyNoBwrap) = await OtherSandboxes.BwrapAsync(Workbench.TrueCommand);
        using var bwrap = Start(bwrapArgv);
        var (engine, whyNoDocker) = await OtherSandboxes.ContainerAsync(bench.Folder, Workbench.TrueCommand);
        await using var image = engine;
        using var docker = Start(engine?.Argv, engine?.Environment);

        List<Contender> contenders =
        [
            new Contender(Ready, bench.Cells.RunReadyAsync),
            Contender.Blocking(OnDemand, bench.Cells.RunOne),
            Contender.Blocking("bare fork + exec", fork.Run),
            Contender.Blocking("bare posix_spawn", spawn.Run),
        ];
        if (bwrap is not null)
        {
            contenders.Add(Contender.Blocking("bwrap", bwrap.Run));
        }

        if (docker is not null)
        {
            contenders.Add(Contender.Blocking(Container, docker.Run) with { Every = ContainerEvery });
        }

        var measured = await Rounds.RunAsync(bench.Effort.Cold, bench.Stop, contenders);
        var p50 = contenders.Zip(measured).ToDictionary(one => one.First.Name, one => section.Add(one.First.Name, one.Second).P50);

        AddRatio(Ready, "bare fork + exec", Target.NoMoreThan(MostForks));
        AddRatio(OnDemand, "bare fork + exec");
        AddRatio(Ready, "bare posix_spawn");
        AddRatio(Ready, "bwrap", Target.NoMoreThan(MostBwraps), whyNoBwrap);
        AddRatio(OnDemand, "bwrap", null, whyNoBwrap);
        AddRatio(Ready, Container, null, whyNoDocker);
        AddRatio(OnDemand, Container, null, whyNoDocker);
        return section;

        Spawner? Start(IReadOnlyList<string>? argv, IReadOnlyDictionary<string, string>? environment = null) =>
            argv is null ? null : Subjects.Spawner.Start(bench.Spawner, SpawnMethod.Fork, argv, environment: environment);

        void AddRatio(string cell, string other, Target? target = null, string whyNot = "")
        {
            if (p50.TryGetValue(other, out var time))
            {
                section.Add($"{cell} ÷ {other}", p50[cell] / time, Units.Times, target);
            }
            else if ($"{other}: not measured: {whyNot}" is var note && !section.Notes.Contains(note))
            {
                section.Notes.Add(note);
            }
        }
    }
}
