using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotcell.Cli.Images;

/// <summary>
/// apt of a tree. Every suite is verified by Debian's keys; that a suite must be renewed every few days is asked of the tree's own suite and its security
/// updates, not of the others, whose mirrors often lag. Of other suites only packages that a language names are ever taken.
/// </summary>
internal sealed partial class Apt(Tree tree, Progress progress)
{
    /// <summary>The distribution of the image. Another one would be another image.</summary>
    public const string Suite = "trixie";

    /// <summary>In the tree; the package debian-archive-keyring has it there, as on the machine.</summary>
    public const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private const string Downloads = "/var/cache/apt/archives";

    /// <summary>Not stdout for the status: apt closes that descriptor for dpkg, whose scripts would then write into whatever file came to have its number.</summary>
    private static readonly string[] s_apt =
        ["/bin/sh", "-c", "exec \"$@\" 3>&1", "sh", "/usr/bin/apt-get", "--yes", "-oAPT::Status-Fd=3", "-oDPkg::Use-Pty=0"];

    /// <summary>The suites of the image itself, one per line, in the format that both mmdebstrap and apt read.</summary>
    public static IEnumerable<string> OwnSources(Mirrors mirrors) =>
    [
        Source(mirrors.Main, Suite),
        Source(mirrors.Main, $"{Suite}-updates"),
        Source(mirrors.Security, $"{Suite}-security"),
    ];

    /// <summary>Writes apt's configuration into the tree.</summary>
    /// <param name="from">Packages that come from other suites, by suite; empty for what is only fetched.</param>
    public void Configure(Mirrors mirrors, IReadOnlyDictionary<string, IReadOnlyList<string>> from)
    {
        var pins = new StringBuilder();
        foreach (var (suite, packages) in from)
        {
            pins.Append(CultureInfo.InvariantCulture, $"Package: *\nPin: release n={suite}\nPin-Priority: -1\n\n");
            if (packages.Count > 0)
            {
                pins.Append(CultureInfo.InvariantCulture, $"Package: {string.Join(' ', packages)}\nPin: release n={suite}\nPin-Priority: 990\n\n");
            }
        }

        var others = from.Keys.Select(suite => Source(mirrors.Main, suite).Replace("]", " check-valid-until=no]", StringComparison.Ordinal));
        tree.Write("etc/apt/sources.list", string.Join('\n', OwnSources(mirrors).Concat(others)) + "\n");
        tree.Write("etc/apt/preferences.d/hotcell", pins.ToString());
        tree.Write("etc/apt/apt.conf.d/90hotcell", """
            APT::Install-Recommends "false";
            APT::AutoRemove::RecommendsImportant "false";
            APT::AutoRemove::SuggestsImportant "false";
            APT::Update::Error-Mode "any";
            Acquire::Languages "none";
            Acquire::Retries "3";
            Dir::Cache::pkgcache "archives/pkgcache.bin";
            Dir::Cache::srcpkgcache "archives/srcpkgcache.bin";

            """);
    }

    /// <summary>Fetches the lists of packages.</summary>
    public Task UpdateAsync(CancellationToken cancellation)
    {
        progress.Begin("reading what the mirror has");
        return Get("update").RunAsync(cancellation);
    }

    /// <summary>What an action would cost.</summary>
    public async Task<AptCost> CostAsync(CancellationToken cancellation, params IReadOnlyList<string> action)
    {
        var cost = default(AptCost);
        await (Get([.. action, "--print-uris"]) with { OnLine = line => cost = cost.With(line) }).RunAsync(cancellation);
        return cost;
    }

    /// <summary>Downloads what an action needs; what is there already is not downloaded again.</summary>
    public Task DownloadAsync(CancellationToken cancellation, params IReadOnlyList<string> action) => Get([.. action, "--download-only"]).RunAsync(cancellation);

    public Task ChangeAsync(CancellationToken cancellation, params IReadOnlyList<string> action) => Get(action).RunAsync(cancellation);

    /// <summary>From now on these are wanted only as long as another package needs them.</summary>
    public Task ReleaseAsync(IReadOnlyList<string> packages, CancellationToken cancellation) =>
        packages.Count == 0 ? Task.CompletedTask : tree.Inside(["/usr/bin/apt-mark", "auto", .. packages]).RunAsync(cancellation);

    public async Task<SortedDictionary<string, string>> InstalledAsync(CancellationToken cancellation)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var query = tree.Inside("/usr/bin/dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\\n") with
        {
            OnLine = line =>
            {
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["ii", var name, var version])
                {
                    packages[name] = version;
                }
            },
        };
        await query.RunAsync(cancellation);
        return packages;
    }

    /// <summary>Downloads packages of other suites into a folder of the cache, where they are not installed; returns their files.</summary>
    public async Task<IReadOnlyList<string>> FetchAsync(string folder, IReadOnlyDictionary<string, IReadOnlyList<string>> from, CancellationToken cancellation)
    {
        string[] wanted = [.. from.SelectMany(suite => suite.Value.Select(package => $"{package}/{suite.Key}"))];
        var files = new List<string>();
        string[] there = ["/usr/bin/env", $"--chdir={Downloads}/{folder}", .. s_apt, "download", .. wanted];
        await (tree.Inside([.. there, "--print-uris"]) with
        {
            OnLine = line =>
            {
                if (line.StartsWith('\'') && line.Split(' ') is [_, var name, ..])
                {
                    files.Add(name);
                }
            },
        }).RunAsync(cancellation);
        await (tree.Inside(there) with { Title = "apt-get download", OnLine = ShowProgress }).RunAsync(cancellation);
        return files;
    }

    private static string Source(string address, string suite) => $"deb [signed-by={Keyring}] {address} {suite} main";

    private Tool Get(params IReadOnlyList<string> action) => tree.Inside([.. s_apt, .. action]) with { Title = $"apt-get {action[0]}", OnLine = ShowProgress };

    /// <summary>Lines of APT::Status-Fd: <c>dlstatus:1:45.3:…</c>, <c>pmstatus:gcc:45.3:…</c>.</summary>
    private void ShowProgress(string line)
    {
        if (StatusLine().Match(line) is { Success: true } status)
        {
            progress.At(double.Parse(status.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 100);
        }
    }

    [GeneratedRegex(@"\A(?:dl|pm)status:[^:]*(?::[^:]*)??:([0-9.]+):")]
    private static partial Regex StatusLine();
}

/// <summary>What apt says that an action costs, in bytes.</summary>
internal readonly partial record struct AptCost(long Download, long Growth)
{
    /// <summary>Takes what a line says, if it says something of the kind.</summary>
    public AptCost With(string line) =>
        NeedToGet().Match(line) is { Success: true } get ? this with { Download = Bytes(get) }
        : AfterThis().Match(line) is { Success: true } after ? this with { Growth = Bytes(after) }
        : this;

    private static long Bytes(Match match)
    {
        var number = double.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        return (long)(number * match.Groups["unit"].Value switch { "kB" => 1e3, "MB" => 1e6, "GB" => 1e9, _ => 1 });
    }

    /// <summary>"Need to get 12.3 MB of archives.", or "12.3 MB/45.6 MB" when some are there.</summary>
    [GeneratedRegex(@"\ANeed to get (?<number>[\d.,]+) (?<unit>[kMG]?B)[ /]")]
    private static partial Regex NeedToGet();

    [GeneratedRegex(@"\AAfter this operation, (?<number>[\d.,]+) (?<unit>[kMG]?B) of additional disk space")]
    private static partial Regex AfterThis();
}
