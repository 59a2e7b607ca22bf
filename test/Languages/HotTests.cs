using System.Diagnostics;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Languages;

/// <summary>Nobody can tell: every sample of every language that boots ahead comes to the same, byte by byte, in a booted cell and in a cold one.</summary>
public sealed class HotTests(HotServer hot, ColdServer cold) : IClassFixture<HotServer>, IClassFixture<ColdServer>
{
    /// <summary>The case whose program prints random numbers, from every source that the language has.</summary>
    private const string Random = "random";

    private static readonly bool s_all = Environment.GetEnvironmentVariable("HOTCELL_HOT_TESTS") == "all";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(20);

    /// <summary>Of languages whose compiler boots, which takes seconds for each: what shows most of a compiler. HOTCELL_HOT_TESTS=all tries all.</summary>
    private static readonly string[] s_ofCompilers = ["hello", "compile_error", "files", "exit_code"];

    public static IEnumerable<TheoryDataRow<string>> Bootable => Rows(isRandom: false);

    public static IEnumerable<TheoryDataRow<string>> RandomOnes => Rows(isRandom: true);

    [Theory]
    [MemberData(nameof(Bootable))]
    public async Task Hot_and_cold_are_the_same(string sample)
    {
        var expected = Samples.Try(sample, hot);
        var fromCold = await cold.RunAsync(sample, expected);
        var fromHot = await RunHotAsync(sample, expected);

        Assert.All(new[] { fromCold.Compile, fromCold.Run }, stage => Assert.NotEqual(true, stage?.Hot));
        Assert.Equal(Essence(fromCold), Essence(fromHot));
    }

    /// <summary>A runtime that drew its seeds before its cell was made would deal all programs the same numbers.</summary>
    [Theory]
    [MemberData(nameof(RandomOnes))]
    public async Task No_two_cells_draw_the_same_numbers(string sample)
    {
        var expected = Samples.Try(sample, hot);
        string[] first = (await RunHotAsync(sample, expected)).Last.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] second = (await RunHotAsync(sample, expected)).Last.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(first);
        Assert.Equal(first.Length, second.Length);
        Assert.Empty(first.Intersect(second));
    }

    private static IEnumerable<TheoryDataRow<string>> Rows(bool isRandom) => Samples.All
        .Where(CanBeHot)
        .Where(sample => Samples.Split(sample).Case == Random == isRandom)
        .Select(sample => new TheoryDataRow<string>(sample) { TestDisplayName = $"{sample} (hot)", Label = "" }.WithTrait("language", Samples.Split(sample).Language));

    private static bool CanBeHot(string sample)
    {
        var (id, name) = Samples.Split(sample);
        var language = Samples.Languages.Find(id)!;
        return (language is { Compile.Boot: null } or { Run.Boot: not null } || s_all || s_ofCompilers.Contains(name)) && StagesOf(sample, language).Any();
    }

    /// <summary>Those that find their runtime or compiler booted.</summary>
    private static IEnumerable<Stage> StagesOf(string sample, Language language)
    {
        if (language.Compile?.Boot is not null)
        {
            yield return Stage.Compile;
        }

        if (RunCanBeHot(sample, language))
        {
            yield return Stage.Run;
        }
    }

    /// <summary>
    /// A program with an environment of its own, another file's name, or arguments that its runtime has looked for, gets a cold cell, and one that does not compile gets none.
    /// </summary>
    private static bool RunCanBeHot(string sample, Language language)
    {
        if (language.Run.Boot is not { } boot || Samples.ExpectationOf(sample) is not { Env: null or { Count: 0 }, Entry: null, Verdict: not Verdict.CompileError } expected)
        {
            return false;
        }

        var usual = Path.Combine(Samples.FolderOf(sample), language.SourceFile);
        var source = File.ReadAllText(File.Exists(usual)
            ? usual
            : Directory.GetFiles(Samples.FolderOf(sample)).Single(path => language.SourceExtensions.Contains(Path.GetExtension(path))));
        return (boot.Hold is BootHold.Own or BootHold.Start || expected.Args is null or { Count: 0 })
            && language.Variables.Values.All(variable => variable.TakeFrom(source) == variable.Default)
            && boot.Unless?.IsMatch(source) != true;
    }

    private static bool AreHot(string sample, SampleResult result) => StagesOf(sample, Samples.Languages.Find(Samples.Split(sample).Language)!)
        .All(stage => (stage == Stage.Compile ? result.Compile : result.Run)!.Hot);

    /// <summary>The first programs find no booted cell, and make the pool keep one.</summary>
    private async Task<SampleResult> RunHotAsync(string sample, Expectation expected)
    {
        // A program that starts cold takes from the runtime that boots, so the next waits a little longer each time.
        var pause = TimeSpan.FromMilliseconds(100);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience; pause = pause < s_longestPause ? 2 * pause : pause)
        {
            var result = await hot.RunAsync(sample, expected);
            if (AreHot(sample, result))
            {
                return result;
            }

            await Task.Delay(pause);
        }

        throw new TimeoutException($"No cell was booted for {sample}.\n{hot.Log}");
    }

    private static (string Verdict, StageEssence? Compile, StageEssence? Run) Essence(SampleResult result) =>
        (result.Verdict.ToString(), StageEssence.Of(result.Compile), StageEssence.Of(result.Run));

    private sealed record StageEssence(int? ExitCode, string? Signal, string Stdout, string Stderr)
    {
        public static StageEssence? Of(SampleStage? stage) => stage is null ? null : new(stage.ExitCode, stage.Signal, stage.Stdout, stage.Stderr);
    }
}

/// <summary>A server that makes every cell on demand.</summary>
public sealed class ColdServer() : SampleServer("--ready-cells", "0", "--compile-cache", "0");

/// <summary>A server that keeps booted cells for as long as a busy machine needs to boot one.</summary>
public sealed class HotServer() : SampleServer("--ready-time", "60", "--compile-cache", "0");
