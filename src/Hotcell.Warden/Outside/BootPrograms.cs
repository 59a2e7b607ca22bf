namespace Hotcell.Warden.Outside;

/// <summary>What hot cells boot: cells see it under <c>/hotcell/language</c>, in whatever image.</summary>
internal static class BootPrograms
{
    /// <summary>Copies each language's folder <c>boot</c>, which is small.</summary>
    /// <param name="languages">Folder of languages; null for none.</param>
    /// <param name="target">The folder that becomes <c>/hotcell</c>.</param>
    public static void Lay(string? languages, string target)
    {
        Directory.CreateDirectory(target);
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
