using System.Globalization;
using System.Text.RegularExpressions;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Subjects;

/// <summary>
/// A program of a language, compiled and run by the machine's own toolchain with no cell around: the argv of <c>language.yaml</c>, the same
/// environment, in a folder of its own that is kept in memory where there is such a place.
/// </summary>
internal sealed partial class BareProgram : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    private readonly DirectoryInfo _folder;
    private readonly List<Spawner> _stages = [];

    /// <param name="helper">Path of the spawner.</param>
    /// <param name="fileName">Name of the program's one file.</param>
    public BareProgram(string helper, Language language, string fileName, string code)
    {
        _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists(MemoryFolder) ? MemoryFolder : Path.GetTempPath(), $"hotcell-bench-{Guid.NewGuid():N}"));
        File.WriteAllText(Path.Combine(_folder.FullName, fileName), code);
        var run = new RunLimits().Defaults;
        var compile = new EngineOptions { WardenSocket = "", LanguagesDirectory = "" }.Compile;
        if (language.Compile is { } stage)
        {
            Add(helper, stage, compile.With(stage.Limits));
        }

        Add(helper, language.Run, run.With(language.Run.Limits));

        void Add(string helper, LanguageStage stage, Limits limits)
        {
            string Expand(string element) => Placeholder().Replace(element, match => match.Groups["name"].Value switch
            {
                "source" or "sources" => fileName,
                "memory_mb" => Math.Floor(limits.Memory.Mebibytes * Percent(match) / 100).ToString(CultureInfo.InvariantCulture),
                "cpus" => Math.Ceiling(limits.Cpus).ToString(CultureInfo.InvariantCulture),
                var name => language.Variables[name].TakeFrom(code),
            });

            var argv = stage.Argv.Where(element => element is not ("{args}" or "{other_sources}")).Select(Expand).ToArray();
            argv[0] = argv[0].Contains('/', StringComparison.Ordinal) ? argv[0] : HostPath.Find(argv[0]) ?? throw new BenchException($"there is no {argv[0]}");
            var environment = stage.Env.ToDictionary(entry => entry.Key, entry => Expand(entry.Value));
            environment["PATH"] = HostPath.Variable;
            environment["LANG"] = "C.UTF-8";
            environment["HOME"] = environment["TMPDIR"] = _folder.FullName;
            _stages.Add(Spawner.Start(helper, SpawnMethod.Spawn, argv, capture: true, _folder.FullName, environment));
        }
    }

    /// <summary>What the latest run of the program printed.</summary>
    public string Stdout => System.Text.Encoding.UTF8.GetString(_stages[^1].Output);

    /// <summary>Compiles, where the language does, and runs once.</summary>
    /// <returns>Milliseconds of the stages together.</returns>
    public double Run() => _stages.Sum(stage => stage.Run());

    public void Dispose()
    {
        _stages.ForEach(stage => stage.Dispose());
        _folder.Delete(recursive: true);
    }

    private static double Percent(Match match) => match.Groups["percent"] is { Success: true } percent ? int.Parse(percent.ValueSpan, CultureInfo.InvariantCulture) : 100;

    [GeneratedRegex(@"\{(?<name>[a-z][a-z0-9_]*)(?::(?<percent>[0-9]{1,3})%)?\}")]
    private static partial Regex Placeholder();
}
