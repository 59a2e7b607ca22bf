using System.CommandLine;
using System.Globalization;
using Hotcell.Engine;

namespace Hotcell.Cli.Languages;

/// <summary><c>hotcell languages list</c>: what can be run here, and how to get the rest. Versions are asked inside a cell, so they need a warden.</summary>
internal static class ListCommand
{
    private static readonly string[] s_titles = ["LANGUAGE", "NAMES", "IMAGE", "SIZE", "VERSION, OR HOW TO GET IT"];

    public static Command Create()
    {
        var command = new Command("list", "List the languages: image, size and version, or how to get what is missing");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    public static Task<int> RunAsync(CancellationToken cancellation) => CommandGuard.RunAsync(async () =>
    {
        await using var engine = EngineSession.WardenSocket is null ? EngineSession.Create() : await EngineSession.ConnectAsync(cancellation);
        var languages = EngineSession.WardenSocket is null ? engine.Status.Languages : await engine.GetLanguagesAsync(cancellation);
        TextTable.Print(s_titles, languages.Select(Row));
        foreach (var error in engine.Languages.Errors)
        {
            Console.Error.WriteLine($"hotcell: {error}; this language is left out");
        }

        return engine.Languages.Errors.Count == 0 ? 0 : 1;
    });

    private static string[] Row(LanguageStatus status) =>
    [
        status.Language.Name,
        string.Join(", ", status.Language.Aliases.Prepend(status.Language.Id)),
        status.Image ?? "-",
        status.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, bytes) / 1e6:0.0} MB") : "",
        status.InstallCommand ?? status.Version ?? "",
    ];
}
