using System.Diagnostics;
using System.Text.RegularExpressions;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Machine;

/// <summary>Everything that a keeper and what is below it hold on to. Taken before and after a load, nothing may have been added.</summary>
internal sealed partial record Holdings
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Name and count, in a fixed order.</summary>
    public required IReadOnlyList<(string Name, int Count)> Counts { get; init; }

    public static Holdings Take(RunningHotcell hotcell)
    {
        var warden = hotcell.WardenId;
        var counts = new List<(string, int)>
        {
            ("processes", ProcessTree.CountBelow(hotcell.KeeperId)),
            ("mounts of the machine", CountLines("/proc/self/mountinfo")),
            ("mounts of the warden", CountLines($"/proc/{warden}/mountinfo")),
            ("cgroup folders", CgroupFolders(hotcell.KeeperId)),
            ("descriptors of the warden", ProcessTree.DescriptorsOf(warden).Count),
        };
        if (hotcell.Address is not null)
        {
            counts.Add(("descriptors of the server", ProcessTree.DescriptorsOf(hotcell.ServerId).Count));
        }

        return new Holdings { Counts = counts };
    }

    /// <summary>As <see cref="Take"/>, once what went on before is over: two looks in a row see the same.</summary>
    public static async Task<Holdings> TakeSettledAsync(RunningHotcell hotcell)
    {
        var watch = Stopwatch.StartNew();
        for (var last = Take(hotcell); ;)
        {
            await Task.Delay(s_interval * 4);
            var now = Take(hotcell);
            if (now.Counts.SequenceEqual(last.Counts))
            {
                return now;
            }

            last = watch.Elapsed < s_patience ? now : throw new BenchException("warden and server do not come to rest");
        }
    }

    /// <summary>What is held beyond <paramref name="this"/>, once everything has had some seconds to go.</summary>
    public async Task<IReadOnlyList<(string Name, int Count)>> LeftAsync(RunningHotcell hotcell)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var now = Take(hotcell);
            var left = Counts.Zip(now.Counts, (before, after) => (before.Name, after.Count - before.Count)).ToList();
            if (left.All(one => one.Item2 <= 0) || watch.Elapsed > s_patience)
            {
                return left;
            }

            await Task.Delay(s_interval);
        }
    }

    private static int CountLines(string file) => File.ReadLines(file).Count();

    /// <summary>Groups below the folders that this keeper owns; it keeps those open.</summary>
    private static int CgroupFolders(int keeper) => ProcessTree.DescriptorsOf(keeper)
        .Where(path => OwnFolder().IsMatch(path))
        .Distinct()
        .Sum(folder => Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Count());

    [GeneratedRegex("/hotcell/[0-9]+$")]
    private static partial Regex OwnFolder();
}
