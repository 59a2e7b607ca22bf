using Hotcell.Engine.Images;

namespace Hotcell.Cli.Images;

/// <summary>What a build begins with: a copy of the current version, or a Debian with nothing in it.</summary>
internal sealed class BaseTree(ImageFolders folders, Mirrors mirrors, Progress progress)
{
    /// <summary>Of a new tree with its downloads, measured with room above.</summary>
    private const long NewBytes = 400_000_000;

    /// <summary>Documents and translations, which no program reads: a third of everything.</summary>
    private static readonly string[] s_left = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*", "/usr/share/lintian/*"];

    public async Task<Tree> MakeAsync(ImageManifest? current, CancellationToken cancellation)
    {
        var need = current?.Bytes ?? NewBytes;
        if (folders.FreeBytes < need)
        {
            throw ImageBuild.NotEnough(folders, need);
        }

        Directory.CreateDirectory(folders.Work);
        if (current is null)
        {
            progress.Begin("making a new tree");
            await DebootstrapAsync(cancellation);
        }
        else
        {
            progress.Begin("copying the current tree");
            await new Tool("/bin/cp", "--archive", "--reflink=auto", ImageStore.RootIn(folders.Store.FolderOf(folders.Store.Current)), folders.Work).RunAsync(cancellation);
        }

        var tree = Tree.At(folders.Root, folders.Cache);
        Prepare(tree);
        return tree;
    }

    private async Task DebootstrapAsync(CancellationToken cancellation)
    {
        string[] options =
        [
            "--mode=root", "--variant=minbase", "--format=directory", $"--keyring={Apt.Keyring}", "--aptopt=Acquire::Languages \"none\"", "--dpkgopt=force-unsafe-io",
            .. s_left.Select(pattern => $"--dpkgopt=path-exclude={pattern}"),
        ];
        await new Tool("/usr/bin/mmdebstrap", [.. options, Apt.Suite, folders.Root, .. Apt.OwnSources(mirrors)]).RunAsync(cancellation);
    }

    private static void Prepare(Tree tree)
    {
        // Services of packages are never started.
        tree.Write("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
        File.SetUnixFileMode(tree.In("usr/sbin/policy-rc.d"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        // The machine's own is in sight here while something is installed.
        tree.Write("etc/resolv.conf", "");
        File.Delete(tree.In("etc/hostname"));
        for (var section = 1; section <= 8; section++)
        {
            // Some packages fail without the folders of the pages that are left out.
            Directory.CreateDirectory(tree.In($"usr/share/man/man{section}"));
        }
    }
}
