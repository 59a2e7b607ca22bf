using System.CommandLine;
using Hotcell.Cli.Images;

namespace Hotcell.Cli.Languages;

/// <summary><c>hotcell languages</c>: which there are, and the image that brings them.</summary>
internal static class LanguagesCommand
{
    public static Command Create()
    {
        var command = new Command("languages", "List the languages; install, update and remove them")
        {
            ListCommand.Create(),
            InstallCommand(),
            UpdateCommand(),
            RemoveCommand(),
        };
        command.SetAction((_, cancellation) => ListCommand.RunAsync(cancellation));
        return command;
    }

    private static Option<string?> Mirror() => new("--mirror") { Description = "Base address of a Debian mirror, such as http://deb.debian.org/debian; default: what this machine uses" };

    private static Command InstallCommand()
    {
        var names = new Argument<string[]>("language") { Description = "Ids or other names of languages", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All languages" };
        var mirror = Mirror();
        var command = new Command("install", "Install languages into an image of their own, apart from this machine's programs") { names, all, mirror };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(() =>
            ImageCommands.InstallAsync(parsed.GetValue(names)!, parsed.GetValue(all), parsed.GetValue(mirror), cancellation)));
        return command;
    }

    private static Command UpdateCommand()
    {
        var mirror = Mirror();
        var command = new Command("update", "Bring all installed languages up to date") { mirror };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(() => ImageCommands.UpdateAsync(parsed.GetValue(mirror), cancellation)));
        return command;
    }

    private static Command RemoveCommand()
    {
        var names = new Argument<string[]>("language") { Description = "Ids or other names of languages", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Remove installed languages") { names };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(() => ImageCommands.RemoveAsync(parsed.GetValue(names)!, cancellation)));
        return command;
    }
}
