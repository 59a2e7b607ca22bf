using System.CommandLine;
using Hotcell.Cli;
using Hotcell.Cli.Doctor;
using Hotcell.Cli.Keys;
using Hotcell.Cli.Languages;
using Hotcell.Cli.Run;

var root = new RootCommand("Hotcell runs untrusted code in hot, single-use cells.")
{
    RunCommand.Create(),
    DoctorCommand.Create(),
    LanguagesCommand.Create(),
    KeysCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
{
    return await parsed.InvokeAsync();
}

foreach (var error in parsed.Errors)
{
    Console.Error.WriteLine($"hotcell: {error.Message}");
}

Console.Error.WriteLine($"hotcell: see {parsed.CommandResult.Command.Name} --help");
return CommandGuard.Misused;
