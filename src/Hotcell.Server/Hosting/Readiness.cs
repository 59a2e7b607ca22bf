using Hotcell.Engine;
using Hotcell.Engine.Languages;
using Hotcell.Server.Auth;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hotcell.Server.Hosting;

/// <summary>What the server prints when it can be used: where, by whom, which languages, and how to get the others.</summary>
internal static class Readiness
{
    public static void Announce(WebApplication app, ServerOptions options, TextWriter output)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var languages = app.Services.GetRequiredService<HotcellEngine>().Status.Languages;
        output.WriteLine($"hotcell listening on {string.Join(", ", addresses.Zip(options.Addresses, (url, address) => ListenAddress.WithScheme(url, address.Protocol)))}");
        output.WriteLine($"  keys:      {KeysOf(app.Services.GetRequiredService<KeyRing>(), options)}");
        output.WriteLine($"  logs:      {options.Logs.Folder ?? "on the console alone"}");
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

    private static string KeysOf(KeyRing keys, ServerOptions options) =>
        keys.IsNeeded ? "needed; ./hotcell keys lists them"
        : options.IsReachable ? "none: whoever reaches these addresses may run programs"
        : "none: every user of this machine may run programs; ./hotcell keys add NAME changes that";

    private static string Names(IEnumerable<LanguageStatus> languages) =>
        string.Join(", ", languages.Select(language => language.Language.Id)) is { Length: > 0 } names ? names : "none";
}
