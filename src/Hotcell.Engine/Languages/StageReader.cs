using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Languages;

/// <summary>Reads how a language compiles, runs and boots.</summary>
internal sealed class StageReader(TemplateChecker templates, IReadOnlyList<string> requires, ErrorNotes notes)
{
    private const string Source = "{source}";

    private static readonly Dictionary<string, BootHold> s_holds = new() { ["start"] = BootHold.Start, ["source"] = BootHold.Source, ["folder"] = BootHold.Folder };

    /// <param name="compiles">Whether it is the stage that compiles.</param>
    public LanguageStage Read(YamlMap map, bool compiles)
    {
        var argv = map.Texts("argv", required: true);
        templates.CheckArgv(argv, map.PathOf("argv"));
        CheckExecutable(argv, map.PathOf("argv"));
        var env = Env(map);
        var asked = map.Map("limits");
        var limits = asked is null ? new RequestedLimits() : LimitFields.Read(asked.Number);
        asked?.RejectOthers();
        var boot = map.Map("boot") is { } asBooted ? Boot(asBooted) : null;
        if (boot is not null && !argv.Any(word => word == boot.Program || (boot.Program == Source && word == "{sources}")))
        {
            notes.Add(map.PathOf("boot.program"), "must be an element of the stage's argv: a booted runtime is told it, and what follows");
        }

        if (compiles && boot is { Hold: BootHold.Source or BootHold.Folder } or { Unless: not null })
        {
            notes.Add(map.PathOf("boot"), "must have no unless and no hold but start: a compiler has read its words when it opens a file");
        }

        map.RejectOthers();
        return new LanguageStage { Argv = argv, Env = env, Limits = limits, Boot = boot };
    }

    private LanguageBoot Boot(YamlMap map)
    {
        var argv = map.Texts("argv", required: true);
        templates.CheckArgv(argv, map.PathOf("argv"));
        CheckExecutable(argv, map.PathOf("argv"));
        var program = map.Text("program") ?? Source;
        templates.CheckOne(program, map.PathOf("program"));
        var env = Env(map);
        var memory = map.Number("memory_mb", whole: false);
        if (memory is not > 0)
        {
            notes.Add(map.PathOf("memory_mb"), "must be above 0: what the booted runtime holds");
        }

        var hold = Hold(map, argv, program);
        var boot = new LanguageBoot
        {
            Argv = argv,
            Program = program,
            Env = env,
            Memory = ByteSize.FromMebibytes(memory ?? 0),
            Hold = hold,
            HoldIn = HoldIn(map, hold),
            Unless = map.Text("unless") is { } pattern ? LinearPattern.Parse(pattern, map.PathOf("unless"), notes) : null,
        };
        map.RejectOthers();
        return boot;
    }

    private BootHold Hold(YamlMap map, IReadOnlyList<string> argv, string program)
    {
        if (map.Text("hold") is not { } name)
        {
            return BootHold.Own;
        }

        if (!s_holds.TryGetValue(name, out var hold))
        {
            notes.Add(map.PathOf("hold"), $"must be one of {string.Join(", ", s_holds.Keys)}");
        }
        else if (hold == BootHold.Start && (argv.Count == 0 || argv[^1] != program))
        {
            notes.Add(map.PathOf("argv"), "must end with the program: a runtime that is held before it begins is given it there");
        }
        else if (hold != BootHold.Start && program.Contains(' ', StringComparison.Ordinal))
        {
            notes.Add(map.PathOf("program"), "must be the name of a file: the runtime is held when it opens it");
        }

        return hold;
    }

    private string? HoldIn(YamlMap map, BootHold hold)
    {
        var name = map.Text("hold_in");
        if (name is not null && (hold == BootHold.Own || name.Contains('/', StringComparison.Ordinal)))
        {
            notes.Add(map.PathOf("hold_in"), "must be the name of an executable, without its folder, beside hold");
        }

        return name;
    }

    private Dictionary<string, string> Env(YamlMap stage)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (stage.Map("env") is not { } env)
        {
            return result;
        }

        foreach (var name in env.Keys)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                notes.Add(env.PathOf(name), "must be a name without '='");
            }

            result[name] = env.Text(name) ?? "";
            templates.CheckOne(result[name], env.PathOf(name));
        }

        return result;
    }

    /// <summary>The first word of an argv is fixed, and is something that the language says it needs or makes.</summary>
    public void CheckExecutable(IReadOnlyList<string> argv, string key)
    {
        if (argv.Count > 0 && !argv[0].Contains('/', StringComparison.Ordinal) && !requires.Contains(argv[0]))
        {
            notes.Add($"{key}[0]", $"'{argv[0]}' must be listed in requires, or be a path such as ./main");
        }
    }
}
