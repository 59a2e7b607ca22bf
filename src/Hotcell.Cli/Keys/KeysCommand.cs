using System.CommandLine;

namespace Hotcell.Cli.Keys;

/// <summary><c>hotcell keys</c>: who may use the server. What is changed holds at once, also for a server that runs.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "List the API keys; add and revoke them") { AddCommand(), ListCommand(), RevokeCommand() };
        command.SetAction((_, _) => CommandGuard.RunAsync(() => Task.FromResult(KeyCommands.List())));
        return command;
    }

    private static Command AddCommand()
    {
        var name = new Argument<string>("name") { Description = "Of the key, in lists and logs" };
        var roles = new Option<string[]>("--role") { Description = "user (run programs; the default) or operator (see how the server is); repeatable", AllowMultipleArgumentsPerToken = false };
        var rate = new Option<string?>("--rate") { Description = "REQUESTS:SECONDS, such as 600:60 (default: the server's)" };
        var concurrency = new Option<int?>("--concurrency") { Description = "Programs that run at once; more wait (default: no limit of its own)" };
        var languages = new Option<string[]>("--language") { Description = "A language that it may use; repeatable (default: all)" };
        var limits = new Option<string[]>("--limit") { Description = "NAME=MAXIMUM, a limit as in requests, such as wall_time_ms=5000; repeatable" };
        var command = new Command("add", "Make a key, and print it: it is told once, and kept nowhere") { name, roles, rate, concurrency, languages, limits };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(() => KeyCommands.AddAsync(
            new KeyWishes(
                parsed.GetRequiredValue(name),
                parsed.GetValue(roles) ?? [],
                parsed.GetValue(rate),
                parsed.GetValue(concurrency),
                parsed.GetValue(languages) ?? [],
                parsed.GetValue(limits) ?? []),
            cancellation)));
        return command;
    }

    private static Command ListCommand()
    {
        var command = new Command("list", "List the keys: names, and what each may do");
        command.SetAction((_, _) => CommandGuard.RunAsync(() => Task.FromResult(KeyCommands.List())));
        return command;
    }

    private static Command RevokeCommand()
    {
        var names = new Argument<string[]>("name") { Description = "Of the keys", Arity = ArgumentArity.OneOrMore };
        var command = new Command("revoke", "Revoke keys: from the next request on they open nothing") { names };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(() => KeyCommands.RevokeAsync(parsed.GetRequiredValue(names), cancellation)));
        return command;
    }
}
