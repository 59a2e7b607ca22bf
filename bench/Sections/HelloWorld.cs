using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>Hello world in every language, over HTTP and by the bare toolchain: compiling included on both sides, where the language compiles.</summary>
internal static class HelloWorld
{
    private const string Greeting = "Hello, World!\n";

    public static async Task<Section> MeasureAsync(Workbench bench, LanguageCatalog languages)
    {
        var section = new Section("Hello world, from source to answer");
        using var http = bench.Connect();
        using var posts = bench.Time();
        var available = await http.AvailableLanguagesAsync();
        foreach (var language in languages.All)
        {
            if (!available.ContainsKey(language.Id))
            {
                section.Notes.Add($"{language.Id}: not measured: the server has no toolchain for it");
                continue;
            }

            var (fileName, code) = Sample.Hello(language);
            var program = HttpProgram.Of(language.Id, code, Greeting, cache: false);
            if (await http.FindFaultAsync(program) is { } fault)
            {
                section.Notes.Add($"{language.Id}: not measured: its hello does not work with the toolchain of this machine: {fault}");
                continue;
            }

            using var bare = new BareProgram(bench.Spawner, language, fileName, code);
            await MeasureAsync(section, bench, language, posts, program, bare);
            if (language.Compile is not null)
            {
                await MeasureCachedAsync(section, bench, posts, language.Id, HttpProgram.Of(language.Id, code, Greeting));
            }
        }

        return section;
    }

    private static async Task MeasureAsync(Section section, Workbench bench, Language language, TimedPosts posts, HttpProgram program, BareProgram bare)
    {
        double RunBare()
        {
            var milliseconds = bare.Run();
            return bare.Stdout == Greeting ? milliseconds : throw new BenchException($"the bare {language.Id} printed '{bare.Stdout}'");
        }

        var measured = await Rounds.RunAsync(
            bench.Effort.Hello, bench.Stop, Contender.Blocking("HTTP", () => posts.Run(program)), Contender.Blocking("bare", RunBare));
        var overHttp = section.Add($"{language.Id}, HTTP", measured[0]);
        var alone = section.Add($"{language.Id}, bare toolchain", measured[1]);
        section.Add($"{language.Id}, HTTP ÷ bare", overHttp.P50 / alone.P50, Units.Times);
    }

    /// <summary>What was compiled before is not compiled again.</summary>
    private static async Task MeasureCachedAsync(Section section, Workbench bench, TimedPosts posts, string language, HttpProgram program)
    {
        posts.Run(program);
        var measured = await Rounds.RunAsync(bench.Effort.Hello, bench.Stop, Contender.Blocking("HTTP", () => posts.Run(program)));
        section.Add($"{language}, HTTP, compiled before", measured[0]);
    }
}
