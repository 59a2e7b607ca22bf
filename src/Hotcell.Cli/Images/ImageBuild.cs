using System.Globalization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Images;

namespace Hotcell.Cli.Images;

/// <summary>What a build shall do to the image.</summary>
/// <param name="Add">Languages to install, or to install again, each after those that it needs.</param>
/// <param name="Remove">Ids of languages.</param>
/// <param name="Upgrade">
/// Whether to bring all packages to what the mirror has. Of <paramref name="Add"/> those that are installed as their folders say are then installed again
/// only if some package has changed: what they made may be made from it.
/// </param>
internal sealed record ImageChange(IReadOnlyList<LanguagePart> Add, IReadOnlyList<string> Remove, bool Upgrade = false);

/// <summary>What came of it: the version that is current now, and what did not work, by language.</summary>
internal sealed record BuildResult(ImageManifest? Manifest, IReadOnlyDictionary<string, string> Failed);

/// <summary>
/// Makes the next version of the image. Theory of operation: everything happens in a folder beside the versions, which is a copy of the current one at
/// first. Only when all of it is there and on disk it gets its number, and <c>current</c> names it; until then, whatever fails or is killed leaves what
/// was. Downloads are kept until a build succeeds, so that the next attempt does not repeat them.
/// </summary>
internal sealed class ImageBuild(ImageFolders folders, Mirrors mirrors, string warden, TimeProvider time, Progress progress)
{
    /// <summary>Above what apt expects to write: its lists, the files of npm, the file system's own.</summary>
    private const long SpareBytes = 200_000_000;

    private readonly Dictionary<string, string> _failed = [];

    /// <summary>Null when there was nothing to do.</summary>
    /// <exception cref="CommandException">It failed; nothing has changed.</exception>
    public async Task<BuildResult> RunAsync(ImageChange change, CancellationToken cancellation)
    {
        try
        {
            await Tool.RemoveAsync(folders.Work);
            if (!change.Upgrade)
            {
                await PrepareAsync(change.Add, cancellation);
            }

            var before = folders.Store.Manifest;
            var tree = await new BaseTree(folders, mirrors, progress).MakeAsync(before, cancellation);
            var manifest = await ChangeAsync(tree, before, change, cancellation);
            if (manifest is not null)
            {
                progress.Begin("switching over");
                await new Publication(folders, warden).PublishAsync(manifest, keepDownloads: _failed.Count > 0, cancellation);
            }

            progress.End();
            return new BuildResult(manifest, _failed);
        }
        catch (Exception failed) when (failed is ToolException or IOException)
        {
            throw new CommandException($"{Reason(failed)}\nhotcell: nothing was changed, and what was downloaded is kept for the next attempt", ShellExitCode.Fault);
        }
        finally
        {
            await Tool.RemoveAsync(folders.Work);
        }
    }

    /// <summary>What went wrong, and where more is said about it.</summary>
    private string Reason(Exception failed)
    {
        const string full = "No space left on device";
        var lines = (failed as ToolException)?.Lines ?? [failed.Message];
        if (lines.Any(line => line.Contains(full, StringComparison.Ordinal)))
        {
            return $"there is no space left in {folders.Store.Folder}";
        }

        try
        {
            File.WriteAllLines(folders.Log, lines);
            return $"{failed.Message}\nhotcell: more is in {folders.Log}";
        }
        catch (IOException)
        {
            return failed.Message;
        }
    }

    private async Task<ImageManifest?> ChangeAsync(Tree tree, ImageManifest? before, ImageChange change, CancellationToken cancellation)
    {
        var apt = new Apt(tree, progress);
        var kept = (before?.Languages ?? new Dictionary<string, InstalledLanguage>()).Where(language => !change.Remove.Contains(language.Key)).ToDictionary();
        apt.Configure(mirrors, Merge(kept.Values.Select(language => language.From).Concat(change.Add.Select(part => part.From))));
        var original = await apt.InstalledAsync(cancellation);
        var result = new SortedDictionary<string, InstalledLanguage>(kept, StringComparer.Ordinal);
        var outline = new ImageManifest
        {
            Suite = Apt.Suite,
            Mirrors = [mirrors.Main, mirrors.Security],
            Created = time.GetUtcNow(),
            Bytes = 0,
            Packages = original,
            Base = before?.Base ?? [.. original.Keys],
            Languages = result,
        };
        if (change.Add.Count > 0 || change.Upgrade)
        {
            await apt.UpdateAsync(cancellation);
        }

        if (change.Upgrade)
        {
            progress.Begin("upgrading packages");
            await ReserveAsync(await apt.CostAsync(cancellation, "dist-upgrade"));
            await apt.ChangeAsync(cancellation, "dist-upgrade");
            if ((await apt.InstalledAsync(cancellation)).SequenceEqual(original))
            {
                change = change with { Add = [.. change.Add.Where(part => kept.GetValueOrDefault(part.Language.Id)?.Fingerprint != part.Fingerprint())] };
                if (change.Add.Count == 0)
                {
                    return null;
                }
            }

            await PrepareAsync(change.Add, cancellation);
        }

        foreach (var gone in change.Remove)
        {
            progress.Begin($"{gone}: removing");
            await LanguagePart.RemoveAsync(tree, gone, cancellation);
        }

        await AddAsync(tree, apt, before, change.Add, result, cancellation);
        var orphans = change.Remove.SelectMany(id => before?.Languages.GetValueOrDefault(id)?.Packages ?? [])
            .Concat(change.Add.Where(part => _failed.ContainsKey(part.Language.Id)).SelectMany(part => part.Packages));
        string[] released = [.. orphans.Except(result.Values.SelectMany(language => language.Packages)).Except(outline.Base).Intersect((await apt.InstalledAsync(cancellation)).Keys)];
        await apt.ReleaseAsync(released, cancellation);
        if (released.Length > 0 || change.Upgrade)
        {
            await apt.ChangeAsync(cancellation, "autoremove", "--purge");
        }

        return outline with { Packages = await apt.InstalledAsync(cancellation), Bytes = await SizeAsync(tree.Root, cancellation) };
    }

    /// <summary>What can be fetched before the tree is changed, and apart from it.</summary>
    private async Task PrepareAsync(IReadOnlyList<LanguagePart> parts, CancellationToken cancellation)
    {
        foreach (var part in parts.Where(part => part.Npm.IsThere))
        {
            progress.Begin($"{part.Language.Id}: packages of npm");
            await part.Npm.PrepareAsync(cancellation);
        }
    }

    /// <summary>Installs language after language, so that each has its own size and its own failure.</summary>
    private async Task AddAsync(
        Tree tree, Apt apt, ImageManifest? before, IReadOnlyList<LanguagePart> parts, SortedDictionary<string, InstalledLanguage> result, CancellationToken cancellation)
    {
        string[] all = [.. parts.SelectMany(part => part.Packages).Distinct()];
        if (all.Length > 0)
        {
            await ReserveAsync(await apt.CostAsync(cancellation, ["install", .. all]));
            progress.Begin("downloading packages");
            await apt.DownloadAsync(cancellation, ["install", .. all]);
        }

        var size = await SizeAsync(tree.Root, cancellation);
        foreach (var part in parts)
        {
            var id = part.Language.Id;
            if (part.Language.Needs.FirstOrDefault(_failed.ContainsKey) is { } needed)
            {
                _failed[id] = $"it needs {needed}";
                continue;
            }

            progress.Begin($"{id}: installing");
            if (part.Packages.Count > 0)
            {
                await apt.ChangeAsync(cancellation, ["install", .. part.Packages]);
            }

            await part.FetchAsync(apt, cancellation);
            try
            {
                await part.InstallAsync(tree, cancellation);
            }
            catch (ToolException failed) when (before?.Languages.ContainsKey(id) != true)
            {
                _failed[id] = failed.Message;
                size = await SizeAsync(tree.Root, cancellation);
                continue;
            }

            var now = await SizeAsync(tree.Root, cancellation);
            result[id] = new InstalledLanguage
            {
                Installed = time.GetUtcNow(),
                Fingerprint = part.Fingerprint(),
                Bytes = result.GetValueOrDefault(id)?.Bytes + now - size ?? now - size,
                Packages = part.Packages,
                From = part.From,
                Npm = part.Npm.IsThere ? part.Npm.Packages() : [],
            };
            size = now;
        }
    }

    private Task ReserveAsync(AptCost cost)
    {
        var need = cost.Download + cost.Growth + SpareBytes;
        return need <= folders.FreeBytes ? Task.CompletedTask : throw NotEnough(folders, need);
    }

    public static CommandException NotEnough(ImageFolders folders, long need) => new(
        $"there is not enough space in {folders.Store.Folder}: {Megabytes(need)} are needed and {Megabytes(folders.FreeBytes)} are free. Nothing was changed",
        ShellExitCode.Fault);

    private static string Megabytes(long bytes) => $"{bytes / 1_000_000} MB";

    private static async Task<long> SizeAsync(string folder, CancellationToken cancellation)
    {
        var lines = await new Tool("/usr/bin/du", "--summarize", "--one-file-system", "--block-size=1", folder).RunAsync(cancellation);
        return long.Parse(lines[^1].Split('\t')[0], CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, IReadOnlyList<string>> Merge(IEnumerable<IReadOnlyDictionary<string, IReadOnlyList<string>>> parts) =>
        parts.SelectMany(part => part).GroupBy(suite => suite.Key).ToDictionary(suite => suite.Key, suite => (IReadOnlyList<string>)[.. suite.SelectMany(one => one.Value).Distinct()]);
}
