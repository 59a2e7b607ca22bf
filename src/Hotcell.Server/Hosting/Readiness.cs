using Hotcell.Engine;
using Hotcell.Engine.Languages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hotcell.Server.Hosting;

/// <summary>What the server prints when it can be used: where, which languages, and how to get the others.</summary>
internal static class Readiness
{
    public static void Announce(WebApplication app, ServerOptions options, TextWriter output)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var languages = app.Services.GetRequiredService<HotcellEngine>().Status.Languages;
        output.WriteLine($"hotcell listening on {string.Join(", ", addresses.Zip(options.Addresses, (url, address) => ListenAddress.WithScheme(url, address.Protocol)))}");
        output.WriteLine($"  languages: {Names(languages.Where(language => language.Available))}");
        var missing = languages.Where(language => !language.Available).ToList();
        if (missing.Count > 0)
        {
            output.WriteLine($"  missing:   {Names(missing)}; get them with: {LanguageStatus.InstallCommandFor(missing)}");
        }

        output.Flush();
    }

    /// <summary>What is wrong with languages that are left out.</summary>
    public static void AnnounceErrors(LanguageCatalog languages, TextWriter output)
    {
        foreach (var error in languages.Errors)
        {
            output.WriteLine($"hotcell: {error}; this language is left out");
        }
    }

    private static string Names(IEnumerable<LanguageStatus> languages) =>
        string.Join(", ", languages.Select(language => language.Language.Id)) is { Length: > 0 } names ? names : "none";
}
