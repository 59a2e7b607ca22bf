using System.Formats.Tar;

namespace Hotcell.Bench.Subjects;

/// <summary>
/// An image with one command of this machine and the libraries that it is linked to, imported into whatever engine answers: nothing is downloaded,
/// and both sides of the comparison execute the same file.
/// </summary>
internal static class ContainerImage
{
    private const string Name = "hotcell-bench";

    /// <summary>The image's name; or why there is none.</summary>
    /// <param name="engine">Path of docker or podman.</param>
    /// <param name="folder">For the archive, which is not needed afterwards.</param>
    /// <param name="command">Absolute path.</param>
    public static async Task<(string? Name, string Why)> ImportAsync(string engine, string folder, string command)
    {
        var archive = Path.Combine(folder, "image.tar");
        await WriteAsync(archive, command);
        var (code, output) = await Commands.RunAsync(engine, "import", archive, Name);
        File.Delete(archive);
        return code == 0 ? (Name, "") : (null, $"{Path.GetFileName(engine)} does not import an image: {output.Trim()}");
    }

    public static Task RemoveAsync(string engine) => Commands.RunAsync(engine, "rmi", "--force", Name);

    private static async Task WriteAsync(string archive, string command)
    {
        await using var tar = new TarWriter(File.Create(archive));
        foreach (var file in await LibrariesOfAsync(command))
        {
            await using var content = File.OpenRead(file);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, file[1..])
            {
                DataStream = content,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
            });
        }
    }

    /// <summary>The command, its libraries and its loader: every absolute path that ldd(1) names.</summary>
    private static async Task<IEnumerable<string>> LibrariesOfAsync(string command)
    {
        var (_, output) = await Commands.RunAsync("/usr/bin/ldd", command);
        return output.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('/') && File.Exists(word)).Prepend(command).Distinct();
    }
}
