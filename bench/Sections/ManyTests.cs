using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>A judge's request: a C++ program is compiled once and run for many tests, each in a cell of its own; on all processors; beside the same compilation and as many bare runs, one after the other.</summary>
internal static class ManyTests
{
    private const string Language = "cpp";
    private const int Tests = 100;
    private const double MostRatio = 1.3;

    private const string Code = """
        #include <iostream>
        int main()
        {
            long n = 0;
            std::cin >> n;
            std::cout << 2 * n << '\n';
        }

        """;

    public static async Task<Section> MeasureAsync(Workbench bench, LanguageCatalog languages)
    {
        var section = new Section($"A C++ program and {Tests} tests");
        using var http = bench.Connect();
        if (!(await http.AvailableLanguagesAsync()).ContainsKey(Language))
        {
            section.Notes.Add("not measured: the server has no C++ compiler");
            return section;
        }

        using var posts = bench.Time();
        using var bare = new BareProgram(bench.Spawner, languages.Find(Language)!, "main.cpp", Code);
        var program = HttpProgram.Of(Language, Code, Enumerable.Range(0, Tests).Select(n => new TestBody($"{n}\n", $"{2 * n}\n")));
        var measured = await Rounds.RunAsync(
            bench.Effort.Hello, bench.Stop, Contender.Blocking("HTTP", () => posts.Run(program)), Contender.Blocking("bare", RunBare));
        var judged = section.Add($"HTTP, compiled once, {Tests} tests", measured[0]);
        var alone = section.Add($"bare toolchain, and {Tests} bare runs", measured[1]);
        section.Add("HTTP ÷ bare", judged.P50 / alone.P50, Units.Times, Target.NoMoreThan(MostRatio));
        return section;

        // Nobody writes to it: it reads the end, and prints 0.
        double RunBare()
        {
            var milliseconds = bare.Run(Tests);
            return bare.Stdout == "0\n" ? milliseconds : throw new BenchException($"the bare program printed '{bare.Stdout}'");
        }
    }
}
