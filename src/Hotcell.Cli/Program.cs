using System.CommandLine;
using Hotcell.Cli.Doctor;
using Hotcell.Cli.Languages;
using Hotcell.Cli.Run;

var root = new RootCommand("Hotcell runs untrusted code in hot, single-use cells.")
{
    RunCommand.Create(),
    DoctorCommand.Create(),
    LanguagesCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
