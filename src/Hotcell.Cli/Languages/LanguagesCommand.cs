using System.CommandLine;
using Hotcell.Engine;

namespace Hotcell.Cli.Languages;

/// <summary><c>hotcell languages</c>: what can be run here, and how to get the rest. Versions are asked inside a cell, so they need a warden.</summary>
internal static class LanguagesCommand
{
    private static readonly string[] s_titles = ["LANGUAGE", "NAMES", "AVAILABLE", "VERSION, OR HOW TO GET IT"];

    public static Command Create()
    {
        var command = new Command("languages", "List the languages: version, or what is missing and how to get it");
        command.SetAction((_, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var engine = EngineSession.WardenSocket is null ? EngineSession.Create() : await EngineSession.ConnectAsync(cancellation);
            var languages = EngineSession.WardenSocket is null ? engine.Status.Languages : await engine.GetLanguagesAsync(cancellation);
            Print([s_titles, .. languages.Select(Row)]);
            foreach (var error in engine.Languages.Errors)
            {
                Console.Error.WriteLine($"hotcell: {error}; this language is left out");
            }

            return engine.Languages.Errors.Count == 0 ? 0 : 1;
        }));
        return command;
    }

    private static string[] Row(LanguageStatus status) =>
    [
        status.Language.Name,
        string.Join(", ", status.Language.Aliases.Prepend(status.Language.Id)),
        status.Available ? $"in {status.Image}" : "no",
        status.Available ? status.Version ?? "" : $"no {string.Join(", ", status.Missing)}: {status.InstallCommand}",
    ];

    private static void Print(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, s_titles.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
