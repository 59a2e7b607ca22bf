using System.CommandLine;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Cli.Run;

/// <summary><c>hotcell run</c>: one program in one cell, as if it ran here.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The program" };
        var args = new Argument<string[]>("args") { Description = "Its arguments, after --", Arity = ArgumentArity.ZeroOrMore };
        var language = new Option<string?>("--language", "-l") { Description = "Id or alias of its language (default: by the file's ending)" };
        var stdin = new Option<string?>("--stdin") { Description = "File that it reads as standard input (default: this command's own; - says so)" };
        var time = new Option<TimeSpan?>("--time") { Description = "Wall clock limit: 500ms, 10s, 2m", CustomParser = Quantities.ParseTime };
        var memory = new Option<ByteSize?>("--memory") { Description = "Memory limit: 64m, 1g", CustomParser = Quantities.ParseSize };
        var json = new Option<bool>("--json") { Description = "Print the verdict document of the API instead of the program's output" };
        var descriptor = new Option<int?>("--file-descriptor") { Description = "Read the program from this open descriptor", Hidden = true };
        var command = new Command("run", "Run a program in a cell. Exits as it does; 124 after a time limit, 137 after the memory limit, 1 when it does not compile, 125 when Hotcell failed")
        {
            file, args, language, stdin, time, memory, json, descriptor,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            var path = parsed.GetRequiredValue(file);
            await using var engine = await EngineSession.ConnectAsync(cancellation);
            var request = new ExecutionRequest
            {
                Language = parsed.GetValue(language) ?? LanguageOf(path, engine),
                Files = [new SourceFile(Path.GetFileName(path), await ProgramInput.ReadProgramAsync(path, parsed.GetValue(descriptor), cancellation))],
                Args = parsed.GetValue(args) ?? [],
                Stdin = await ProgramInput.ReadStdinAsync(parsed.GetValue(stdin), cancellation),
                Limits = new RequestedLimits { WallTime = parsed.GetValue(time), Memory = parsed.GetValue(memory) },
            };
            return await new ProgramRun(engine.Executions, parsed.GetValue(json)).RunAsync(request, cancellation);
        }));
        return command;
    }

    private static string LanguageOf(string path, HotcellEngine engine)
    {
        var ending = Path.GetExtension(path);
        return engine.Languages.All.FirstOrDefault(language => language.SourceExtensions.Contains(ending))?.Id
            ?? throw new CommandException($"no language has files that end in '{ending}'; name it with --language ({string.Join(", ", engine.Languages.All.Select(one => one.Id))})");
    }
}
