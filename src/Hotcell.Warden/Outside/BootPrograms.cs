namespace Hotcell.Warden.Outside;

/// <summary>What hot cells boot: cells see it under <c>/hotcell/language</c>, in whatever image; and what holds up runtimes that have no hook, as <c>/hotcell/hold.so</c>.</summary>
internal static class BootPrograms
{
    private const string Hold = "hold.so";

    /// <summary>Copies each language's folder <c>boot</c>, which is small, and the library that was built with this program (<c>hold.c</c>).</summary>
    /// <param name="languages">Folder of languages; null for none.</param>
    /// <param name="target">The folder that becomes <c>/hotcell</c>.</param>
    public static void Lay(string? languages, string target)
    {
        Directory.CreateDirectory(target);
        File.WriteAllBytes($"{target}/{Hold}", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Hold)));
        foreach (var language in languages is null ? [] : new DirectoryInfo(languages).GetDirectories())
        {
            var boot = new DirectoryInfo(Path.Combine(language.FullName, "boot"));
            foreach (var file in boot.Exists ? boot.GetFiles() : [])
            {
                var folder = Directory.CreateDirectory($"{target}/{language.Name}");
                File.WriteAllBytes($"{folder.FullName}/{file.Name}", File.ReadAllBytes(file.FullName));
            }
        }
    }
}
