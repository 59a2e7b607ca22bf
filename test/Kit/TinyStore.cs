using System.Diagnostics;
using System.Globalization;
using Hotcell.Engine.Images;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Kit;

/// <summary>An image store whose trees hold a shell and two programs of this machine, and a text by which a program can tell its version.</summary>
public sealed class TinyStore : IDisposable
{
    private static readonly string[] s_programs = ["bash", "cat", "sleep"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-store-");

    public TinyStore() => File.SetUnixFileMode(
        _folder.FullName,
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    public ImageStore Store => new(_folder.FullName);

    public ImageSource Source => new("tiny", _folder.FullName, IsStore: true);

    /// <summary>Makes a version, and makes it current; it has <paramref name="programs"/>, or all.</summary>
    public void Publish(uint version, params string[] programs)
    {
        var folder = Store.FolderOf(version);
        var usr = Path.Combine(ImageStore.RootIn(folder), "usr");
        foreach (var name in (string[])["bin", "sbin", "lib", "lib64"])
        {
            Directory.CreateDirectory(Path.Combine(usr, name));
            File.CreateSymbolicLink(Path.Combine(ImageStore.RootIn(folder), name), $"usr/{name}");
        }

        Directory.CreateDirectory(Path.Combine(ImageStore.RootIn(folder), "etc"));
        foreach (var program in programs.Length > 0 ? programs : s_programs)
        {
            foreach (var file in Run("/usr/bin/ldd", $"/usr/bin/{program}").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).Append($"/usr/bin/{program}"))
            {
                var copy = Path.Combine(usr, file.StartsWith("/usr/", StringComparison.Ordinal) ? file[5..] : file[1..]);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        }

        File.CreateSymbolicLink(Path.Combine(usr, "bin", "sh"), "bash");
        File.WriteAllText(Path.Combine(usr, "version"), version.ToString(CultureInfo.InvariantCulture) + "\n");
        Run(Machine.Warden, "--skeleton", ImageStore.RootIn(folder), ImageStore.SkeletonIn(folder));
        Manifest("bash").Write(ImageStore.ManifestIn(folder));
        var link = Path.Combine(Store.Folder, ".current");
        File.CreateSymbolicLink(link, version.ToString(CultureInfo.InvariantCulture));
        Run("/bin/mv", "-T", link, Path.Combine(Store.Folder, ImageStore.CurrentName));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Of a tree that has only <paramref name="language"/>.</summary>
    public static ImageManifest Manifest(string language) => new()
    {
        Suite = "tiny",
        Mirrors = [],
        Created = default,
        Bytes = 0,
        Packages = new Dictionary<string, string>(),
        Base = [],
        Languages = new Dictionary<string, InstalledLanguage>
        {
            [language] = new()
            {
                Installed = default,
                Fingerprint = "",
                Bytes = 0,
                Packages = [],
                From = new Dictionary<string, IReadOnlyList<string>>(),
                Npm = new Dictionary<string, string>(),
            },
        },
    };

    private static string Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', args)} ended with {process.ExitCode}:\n{output}");
        return output;
    }
}
