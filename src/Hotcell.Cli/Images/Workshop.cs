using Hotcell.Engine.Documents;
using Hotcell.Engine.Images;
using Hotcell.Engine.Languages;

namespace Hotcell.Cli.Images;

/// <summary>What a build needs of this machine, checked and locked.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly ImageFolders _folders;
    private readonly Mirrors _mirrors;
    private readonly string _warden;
    private readonly BuildLock _lock;

    private Workshop(ImageFolders folders, Mirrors mirrors, string warden, BuildLock buildLock) => (_folders, _mirrors, _warden, _lock) = (folders, mirrors, warden, buildLock);

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, InstalledLanguage> Installed => _folders.Store.Manifest?.Languages ?? new Dictionary<string, InstalledLanguage>();

    /// <param name="mirror">Base address of the archive; null for the machine's own.</param>
    /// <exception cref="CommandException">Names all that is missing.</exception>
    public static async Task<Workshop> OpenAsync(string? mirror, CancellationToken cancellation)
    {
        var store = Environment.GetEnvironmentVariable(ImageFolders.StoreVariable) ?? "";
        var warden = Environment.GetEnvironmentVariable("HOTCELL_WARDEN") ?? "";
        if (!Environment.IsPrivilegedProcess)
        {
            throw new CommandException("an image is built by root: sudo ./hotcell languages …", ShellExitCode.Fault);
        }

        string[] wrong =
        [
            .. mirror is null || Mirrors.IsAddress(mirror) ? [] : (string[])[$"--mirror: '{mirror}' is not an address such as {Mirrors.Standard.Main}"],
            .. store.Length > 0 ? [] : (string[])[$"{ImageFolders.StoreVariable} is not set: use ./hotcell, which sets it"],
            .. File.Exists(warden) ? [] : (string[])["HOTCELL_WARDEN names no file: use ./hotcell, which sets it"],
        ];
        if (wrong.Length > 0)
        {
            throw new CommandException(string.Join("\nhotcell: ", wrong));
        }

        var folders = new ImageFolders(store);
        var mirrors = Mirrors.OfThisMachine();
        var buildLock = await BuildLock.TakeAsync(Path.Combine(folders.Store.Folder, ".lock"), TimeProvider.System, cancellation);
        return new Workshop(folders, mirror is null ? mirrors : mirrors with { Main = mirror.TrimEnd('/') }, warden, buildLock);
    }

    public LanguagePart PartOf(Language language) => new(language, Path.Combine(Path.GetFullPath(EngineSession.LanguagesDirectory), language.Id), _folders);

    public Task<BuildResult> BuildAsync(ImageChange change, CancellationToken cancellation) =>
        Progress.ShowAsync(progress => new ImageBuild(_folders, _mirrors, _warden, TimeProvider.System, progress).RunAsync(change, cancellation));

    public void Dispose() => _lock.Dispose();
}
