using Xunit;

namespace Hotcell.Kit;

/// <summary>What a keeper and everything below it hold on to. Taken before and after, the two must be the same.</summary>
public sealed record LeakCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Where the warden mounts, before and after it enters its own root.</summary>
    private static readonly string[] s_wardenPlaces = [.. ((string[])["/images", "/cell"]).SelectMany(place => (string[])[place, "/tmp" + place])];

    public required int Keeper { get; init; }

    /// <summary>Processes below the keeper.</summary>
    public required int Processes { get; init; }

    /// <summary>
    /// Mounts that the machine sees and that may be the warden's, whose own are in <see cref="WardenMounts"/>. Others mount and unmount what they like.
    /// </summary>
    public required int Mounts { get; init; }

    /// <summary>Without the images: of a store, versions are mounted when they are first used, and a few stay.</summary>
    public required int WardenMounts { get; init; }

    /// <summary>Groups of cells, in all hierarchies.</summary>
    public required int Cgroups { get; init; }

    public required int WardenDescriptors { get; init; }

    /// <summary>Of the server, or of the test process itself when it is the client; without assemblies and their symbols, which are loaded when first needed.</summary>
    public required int ClientDescriptors { get; init; }

    /// <summary>What is held at rest: waits until no cell is left, also of those that waited for programs.</summary>
    /// <param name="keeper">Process id of the keeper.</param>
    /// <param name="client">Process id of the server; the test process itself when null.</param>
    public static async Task<LeakCheck> TakeAsync(int keeper, int? client = null)
    {
        LeakCheck? taken = null;
        await Eventually.HoldsAsync(() => NoCell() && (taken = Take(keeper, client)) is not null && NoCell(), "no cell is left", s_patience);
        return taken!;

        // Cells that are made ahead come when others go: before and after, so that none was there in between.
        bool NoCell() => Kit.Processes.Below(Kit.Processes.WardenOf(keeper)).Count == 0;
    }

    private static LeakCheck Take(int keeper, int? client = null)
    {
        var warden = Kit.Processes.WardenOf(keeper);
        return new LeakCheck
        {
            Keeper = keeper,
            Processes = Kit.Processes.Below(keeper).Count,
            Mounts = File.ReadLines("/proc/self/mountinfo").Count(line => s_wardenPlaces.Any(line.Split(' ')[4].StartsWith)),
            WardenMounts = File.ReadLines($"/proc/{warden}/mountinfo").Count(line => !line.Split(' ')[4].StartsWith("/images/", StringComparison.Ordinal)),
            Cgroups = CountCgroups(keeper),
            WardenDescriptors = Kit.Processes.DescriptorsOf(warden).Count,
            ClientDescriptors = DescriptorsOfClient(client).Count(),
        };
    }

    /// <summary>Asserts that, once everything has had time to go, nothing more is held than in <paramref name="this"/> snapshot.</summary>
    public async Task AssertNothingLeftAsync(int? client = null)
    {
        try
        {
            await Eventually.HoldsAsync(() => NoMoreThan(Take(Keeper, client)), "everything is gone", s_patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Before: {this}\nNow:    {Take(Keeper, client)}\nThe client's descriptors: {string.Join(' ', DescriptorsOfClient(client).Order(StringComparer.Ordinal))}");
        }
    }

    private bool NoMoreThan(LeakCheck now) =>
        now.Processes <= Processes && now.Mounts <= Mounts && now.WardenMounts <= WardenMounts && now.Cgroups <= Cgroups
        && now.WardenDescriptors <= WardenDescriptors && now.ClientDescriptors <= ClientDescriptors;

    /// <summary>The keeper holds the folders that its cells' groups are made in.</summary>
    private static int CountCgroups(int keeper) => Kit.Processes.DescriptorsOf(keeper)
        .Where(path => path.Contains("/hotcell/", StringComparison.Ordinal) && Directory.Exists(path))
        .Distinct()
        .Sum(path => Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Count());

    private static IEnumerable<string> DescriptorsOfClient(int? client) => Kit.Processes.DescriptorsOf(client ?? Environment.ProcessId)
        .Where(path => !path.EndsWith(".dll", StringComparison.Ordinal) && !path.EndsWith(".pdb", StringComparison.Ordinal));
}
