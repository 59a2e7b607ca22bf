using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Subjects;

/// <summary>
/// A program of a language, compiled and run by the machine's own toolchain with no cell around: the usual command, the same
/// environment, in a folder of its own that is kept in memory where there is such a place.
/// </summary>
internal sealed class BareProgram : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    private readonly DirectoryInfo _folder;
    private readonly List<Spawner> _stages = [];
    private readonly HashSet<string> _own;

    /// <param name="helper">Path of the spawner.</param>
    /// <param name="fileName">Name of the program's one file.</param>
    /// <param name="tree">Where its toolchain is; null: on this machine.</param>
    public BareProgram(string helper, Language language, string fileName, string code, ImageTree? tree = null)
    {
        _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists(MemoryFolder) ? MemoryFolder : Path.GetTempPath(), $"hotcell-bench-{Guid.NewGuid():N}"));
        File.WriteAllText(Path.Combine(_folder.FullName, fileName), code);
        var directory = _folder.FullName;
        IReadOnlyList<string> around = [];
        if (tree is not null)
        {
            File.Copy(helper, Path.Combine(_folder.FullName, "spawner"));
            helper = $"{ImageTree.Folder}/spawner";
            directory = ImageTree.Folder;
            around = tree.Around(_folder.FullName);
        }

        var run = new RunLimits().Defaults;
        var compile = new EngineOptions { WardenSocket = "", LanguagesDirectory = "" }.Compile;
        if (language.Compile is { } stage)
        {
            Add(stage, compile.With(stage.Limits));
        }

        Add(language.Run, run.With(language.Run.Limits));
        _own = [.. Directory.EnumerateFileSystemEntries(_folder.FullName)];

        void Add(LanguageStage stage, Limits limits)
        {
            var values = new TemplateValues
            {
                Source = fileName,
                Sources = [fileName],
                Args = [],
                Variables = SourceNaming.VariablesIn(language, Encoding.UTF8.GetBytes(code)),
                Memory = limits.Memory,
                Cpus = limits.Cpus,
            };
            string[] argv = [.. UsualCommand.Of([.. Template.Expand(stage.Argv, values)])];
            argv[0] = argv[0].Contains('/', StringComparison.Ordinal)
                ? Path.GetFullPath(argv[0], directory)
                : HostPath.Find(argv[0], tree?.Root ?? "") ?? throw new BenchException($"there is no {argv[0]}");
            var environment = stage.Env.Where(entry => !UsualCommand.IsOurs(entry.Key)).ToDictionary(entry => entry.Key, entry => Template.ExpandOne(entry.Value, values));
            environment["PATH"] = HostPath.Variable;
            environment["LANG"] = "C.UTF-8";
            environment["HOME"] = environment["TMPDIR"] = directory;
            _stages.Add(Spawner.Start(helper, SpawnMethod.Spawn, argv, capture: true, tree is null ? directory : "/", environment, around));
        }
    }

    /// <summary>What the latest run of the program printed.</summary>
    public string Stdout => Encoding.UTF8.GetString(_stages[^1].Output);

    /// <summary>Compiles, where the language does, and runs so many times; nothing is there of an earlier run, which a compiler could find up to date.</summary>
    /// <returns>Milliseconds of all together.</returns>
    public double Run(int times = 1)
    {
        foreach (var left in _folder.EnumerateFileSystemInfos().Where(entry => !_own.Contains(entry.FullName)))
        {
            if (left is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                left.Delete();
            }
        }

        return _stages.Sum(stage => stage.Run()) + Enumerable.Range(1, times - 1).Sum(_ => _stages[^1].Run());
    }

    public void Dispose()
    {
        _stages.ForEach(stage => stage.Dispose());
        _folder.Delete(recursive: true);
    }
}
