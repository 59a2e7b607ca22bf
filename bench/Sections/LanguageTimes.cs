using System.Diagnostics;
using Hotcell.Bench.Machine;
using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>
/// hello of every language of the image, from source to answer: by its toolchain in the same tree with no cell around, by a server that makes nothing ahead, by one that makes cells
/// and boots runtimes and compilers ahead, and again once it is compiled. In every round each takes its turn, once the machine has come to rest after the one before: what is made
/// ahead, is made behind an answer.
/// </summary>
internal static class LanguageTimes
{
    private const string Greeting = "Hello, World!\n";
    private const double FarBelow = 0.4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Of processor time in an interval of <see cref="s_look"/>: a server that rests is counted at most one tick.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private const string AllOfCpp = "cpp, bits/stdc++.h";

    /// <summary>Ratios that are wanted of languages whose toolchain is slow to start.</summary>
    private static readonly Dictionary<string, double> s_targets = new()
    {
        ["python"] = 0.6, ["javascript"] = FarBelow, ["typescript"] = FarBelow, ["ruby"] = FarBelow, ["java"] = FarBelow, ["kotlin"] = FarBelow, ["scala"] = FarBelow,
        ["csharp"] = FarBelow, ["elixir"] = FarBelow, ["r"] = FarBelow, ["octave"] = FarBelow, [AllOfCpp] = FarBelow,
    };

    /// <param name="only">Ids; none: all.</param>
    /// <param name="measured">Gets each language's times.</param>
    /// <param name="failed">Gets why a language could not be measured; the others are.</param>
    public static async Task MeasureAsync(
        Workbench bench, LanguageCatalog languages, ImageTree tree, IReadOnlyCollection<string> only, Action<LanguageRow> measured, Action<string> failed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, "cold"));
        await using var cold = await RunningHotcell.StartAsync(folder.FullName, withServer: true, tree, "--ready-cells", "0");
        using var ahead = bench.Time();
        using var nothing = bench.Time(cold.Address);
        var servers = new Servers(bench, ahead, nothing, [bench.Hotcell.KeeperId, cold.KeeperId]);
        var available = await AvailableAsync(bench);
        WarmUp(bench, ahead, available);
        WarmUp(bench, nothing, available);
        foreach (var language in languages.All.Where(language => available.ContainsKey(language.Id) && (only.Count == 0 || only.Contains(language.Id))))
        {
            foreach (var (name, code) in ProgramsOf(language))
            {
                try
                {
                    measured(await MeasureAsync(servers, tree, language, name, code) with { Version = available[language.Id] });
                }
                catch (BenchException why)
                {
                    failed($"{name}: not measured: {why.Message}");
                }
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> AvailableAsync(Workbench bench)
    {
        using var http = bench.Connect();
        return await http.AvailableLanguagesAsync();
    }

    /// <summary>A server that has just started would be slow for the languages at the beginning of the alphabet.</summary>
    private static void WarmUp(Workbench bench, TimedPosts posts, IReadOnlyDictionary<string, string> available)
    {
        var program = HttpProgram.Of(HttpOverhead.Language, HttpOverhead.Code, stdout: "");
        for (var i = 0; i < bench.Effort.Warmup && available.ContainsKey(HttpOverhead.Language); i++)
        {
            bench.Stop.ThrowIfCancellationRequested();
            posts.Run(program);
        }
    }

    /// <summary>hello; C++ also with all of its library included, as in contests.</summary>
    private static IEnumerable<(string Name, string Code)> ProgramsOf(Language language)
    {
        var (_, code) = Sample.Hello(language);
        yield return (language.Id, code);
        if (language.Id == "cpp")
        {
            yield return (AllOfCpp, code.Replace("<iostream>", "<bits/stdc++.h>", StringComparison.Ordinal));
        }
    }

    private static async Task<LanguageRow> MeasureAsync(
        Servers servers, ImageTree tree, Language language, string name, string code)
    {
        var bench = servers.Bench;
        var (fileName, _) = Sample.Hello(language);
        var stdout = language.Id is "html" or "css" ? null : Greeting;
        var anew = HttpProgram.Of(language.Id, code, stdout, cache: false);
        var again = HttpProgram.Of(language.Id, code, stdout);
        var boots = (language.Run.Boot is null ? 0 : 1) + (language.Compile?.Boot is null ? 0 : 1);
        var others = Booted(bench).ToHashSet();
        using var bare = new BareProgram(bench.Spawner, language, fileName, code, tree);
        var contenders = new List<Contender>
        {
            Contender.Blocking("bare", RunBare),
            Contender.Blocking("cold", () => servers.Nothing.Run(anew)),
            new("hot", () => HotAsync(servers, anew, boots)),
        };
        if (language.Compile is not null)
        {
            contenders.Add(Contender.Blocking("again", () => servers.Ahead.Run(again)));
        }

        var rested = contenders.ConvertAll(contender => contender with { RestAsync = () => RestAsync(servers) });
        var measured = await Rounds.RunAsync(bench.Effort.Languages, bench.Stop, rested);
        double? P50(string name) => contenders.FindIndex(contender => contender.Name == name) is >= 0 and var i ? Distribution.Of(measured[i]).P50 : null;
        var memory = boots > 0 ? await BootedBytesAsync(bench, others) : null;
        var row = new LanguageRow(name, measured[0].Count, P50("bare")!.Value, P50("cold")!.Value, P50("hot")!.Value, P50("again"), boots > 0, memory);
        return row with { Target = Target.NoMoreThan(s_targets.GetValueOrDefault(name, row.BareMs < 5 ? (row.BareMs + 1.5) / row.BareMs : 1)) };

        double RunBare()
        {
            var milliseconds = bare.Run();
            return stdout is null || bare.Stdout == stdout ? milliseconds : throw new BenchException($"the bare toolchain's program printed '{bare.Stdout}'");
        }
    }

    /// <summary>The first answer all of whose stages that boot are hot; those before it made them boot.</summary>
    private static async Task<double> HotAsync(Servers servers, HttpProgram program, int boots)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience;)
        {
            if (servers.Ahead.Ask(program).Answer is var answer && answer.Hot == boots)
            {
                return answer.Milliseconds;
            }

            // The pool boots the next while nobody asks.
            await Task.Delay(2 * s_interval, servers.Bench.Stop);
            await RestAsync(servers);
        }

        throw new BenchException("no runtime booted in time");
    }

    private static async Task RestAsync(Servers servers)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience;)
        {
            var before = Used();
            await Task.Delay(s_look, servers.Bench.Stop);

            // Less than before: processes have ended.
            if (Used() - before is var used && used >= TimeSpan.Zero && used <= s_rest)
            {
                return;
            }
        }

        throw new BenchException("warden and server do not come to rest");

        TimeSpan Used() => TimeSpan.FromTicks(servers.Keepers.Sum(keeper => ProcessTree.ProcessorTimeBelow(keeper).Ticks));
    }

    /// <summary>Proportional set size of a runtime that waits for a program, in bytes; null when none does.</summary>
    private static async Task<long?> BootedBytesAsync(Workbench bench, HashSet<int> others)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience / 4; await Task.Delay(s_interval, bench.Stop))
        {
            var sizes = Booted(bench).Except(others).Select(ProcessTree.ProportionalBytesOf).ToList();
            if (sizes.Count > 0)
            {
                return sizes.Max();
            }
        }

        return null;
    }

    /// <summary>First processes of cells that have executed something already.</summary>
    private static IEnumerable<int> Booted(Workbench bench) =>
        ProcessTree.ChildrenOf(bench.Hotcell.WardenId).SelectMany(ProcessTree.ChildrenOf).Where(process => ProcessTree.NameOf(process) is not ("hotcell-init" or ""));

    /// <param name="Ahead">Makes cells and boots runtimes ahead.</param>
    /// <param name="Nothing">Makes nothing ahead.</param>
    /// <param name="Keepers">Processes of both.</param>
    private sealed record Servers(Workbench Bench, TimedPosts Ahead, TimedPosts Nothing, IReadOnlyList<int> Keepers);
}
