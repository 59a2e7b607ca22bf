using System.CommandLine;
using System.ComponentModel;
using Hotcell.Bench;
using Hotcell.Bench.Reporting;
using Hotcell.Linux;

const int Ok = 0;
const int Missed = 1;
const int Misused = 2;
const int NotMeasured = 3;

var quick = new Option<bool>("--quick") { Description = "Some two minutes instead of about six; the numbers are rougher" };
var json = new Option<FileInfo?>("--json") { Description = "Write everything to this file too", HelpName = "FILE" };
var results = new Option<DirectoryInfo?>("--results") { Description = "With --languages: keep the table in a file of its minute in this folder", HelpName = "DIR" };
var soak = new Option<int>("--soak") { Description = "Instead: run N cells through one warden, and look for failures and growth", HelpName = "N" };
var mixed = new Option<bool>("--mixed") { Description = "With --soak: N friendly and hostile programs through the server" };
soak.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 10_000_000)
    {
        result.AddError("--soak: must be a number of cells from 1 to 10000000");
    }
});
var languages = new Option<bool>("--languages") { Description = "Instead: hello of every installed language, or of those named, as a Markdown table" };
var ids = new Argument<string[]>("language") { Description = "With --languages: only these", Arity = ArgumentArity.ZeroOrMore };
var root = new RootCommand("Measures cells, warden and server against bare processes, bwrap and containers. Exit code 1: a target was missed; 2: wrong options; 3: something could not be measured.")
{
    quick, json, results, soak, mixed, languages, ids,
};
root.SetAction(async (parsed, stop) =>
{
    try
    {
        var report = parsed.GetValue(languages)
            ? await Bench.RunLanguagesAsync(parsed.GetValue(quick), parsed.GetValue(ids)!, Console.Out, stop)
            : await Bench.RunAsync(parsed.GetValue(quick), parsed.GetValue(soak), parsed.GetValue(mixed), stop);
        if (parsed.GetValue(json) is { } file)
        {
            await report.WriteJsonAsync(file.FullName);
        }

        if (parsed.GetValue(results) is { } folder && parsed.GetValue(languages))
        {
            LanguageTable.Keep(report, folder);
        }

        return report.NotMeasured.Count > 0 ? NotMeasured : report.AllMet ? Ok : Missed;
    }
    catch (Exception failed) when (failed is BenchException or IOException or UnauthorizedAccessException or HttpRequestException or Win32Exception or LinuxException)
    {
        Console.Error.WriteLine($"hotcell bench: {failed.Message}");
        return NotMeasured;
    }
    catch (OperationCanceledException)
    {
        return NotMeasured;
    }
});

// Whoever interrupts us waits for what is running to end, so that nothing stays behind.
var line = root.Parse(args);
var code = await line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return line.Errors.Count > 0 ? Misused : code;
