using Hotcell.Engine.Cells;
using Hotcell.Engine.Images;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Executions;

/// <summary>Builds the commands of a language's stages: templates expanded, the executable found, the environment made from nothing.</summary>
internal static class StageCommands
{
    /// <summary>As cells see it: the warden puts it there.</summary>
    private const string HoldLibrary = "/hotcell/hold.so";

    /// <summary>As <see cref="For"/>, of what the stage boots, and what the booted runtime is told: the program's file and the words behind it.</summary>
    /// <param name="cold">The command of the stage for this program.</param>
    public static (StartCommand Boot, StartCommand HandOver) ForBoot(StartCommand cold, LanguageStage stage, LanguageBoot boot, Image image, TemplateValues values)
    {
        var env = new Dictionary<string, string>(stage.Env, StringComparer.Ordinal);
        foreach (var (name, value) in boot.Env)
        {
            env[name] = value;
        }

        var program = Template.ExpandOne(boot.Program, values);
        var command = For(new LanguageStage { Argv = boot.Argv, Env = env }, image, values with { Args = [] }, new Dictionary<string, string>());
        return (command with { Env = [.. command.Env, .. HoldOf(boot, program)] }, command with { Argv = [.. cold.Argv.SkipWhile(word => word != program)], Env = [] });
    }

    /// <summary>Behind the others, so that nothing is left between them when the library takes its own away.</summary>
    private static IEnumerable<string> HoldOf(LanguageBoot boot, string program)
    {
        if (boot.Hold == BootHold.Own)
        {
            return [];
        }

        var path = boot.Hold switch
        {
            BootHold.Source => $"{StartCommand.WorkDirectory}/{program}",
            BootHold.Folder => $"{StartCommand.WorkDirectory}/.",
            _ => "",
        };
        string[] only = boot.HoldIn is null ? [] : [$"HOTCELL_HOLD_IN={boot.HoldIn}"];
        return [.. only, $"HOTCELL_HOLD={path}", $"LD_PRELOAD={HoldLibrary}"];
    }

    public static StartCommand For(LanguageStage stage, Image image, TemplateValues values, IReadOnlyDictionary<string, string> callersEnv)
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Image.PathVariable,
            ["HOME"] = StartCommand.WorkDirectory,
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in stage.Env)
        {
            env[name] = Template.ExpandOne(value, values);
        }

        // Last, so that it wins: it is the caller's own cell.
        foreach (var (name, value) in callersEnv)
        {
            env[name] = value;
        }

        var argv = Template.Expand(stage.Argv, values);
        return new StartCommand(Locate(argv[0], image), argv, [.. env.Select(entry => $"{entry.Key}={entry.Value}")]);
    }

    /// <summary>Looks a plain name up in the image, which must have it; a path is meant as seen from <c>/work</c>.</summary>
    private static string Locate(string executable, Image image) =>
        executable.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(executable, StartCommand.WorkDirectory)
            : image.FindExecutable(executable) ?? throw new InvalidOperationException($"{image.Name} has no {executable}");
}
