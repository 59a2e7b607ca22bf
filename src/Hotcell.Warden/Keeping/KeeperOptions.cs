using System.Globalization;
using Hotcell.Linux;
using Hotcell.Protocol;

namespace Hotcell.Warden.Keeping;

/// <summary>Command line of the keeper. All mistakes are reported at once.</summary>
internal sealed class KeeperOptions
{
    public const string Usage = """
        usage: hotcell-warden --socket PATH [option…] [-- COMMAND ARGUMENT…]
          --socket PATH          where the server connects (Unix SEQPACKET); made with mode 0600
          --image NAME=ROOT      an image: the tree whose /usr cells see; repeatable, default host=/
          --image-store NAME=DIR an image in versions: DIR/current names the one that cells see, and may change while we run
          --languages DIR        folder of languages: cells see the boot programs in it, which hot cells need
          --client-uid N         owner of the socket, and the user that COMMAND runs as (only root may choose; never 0 then)
          --uid-base N           first of the subordinate user ids for cells (default: /etc/subuid, else 1879048192 for root)
          --uid-count N          how many (default: /etc/subuid, else 65536)
          --max-memory-mb N      ceiling of one cell's memory (default 4096)
          --accept-degraded LIST protections, separated by ',', without which to start where they cannot be had:
                                 memory_cgroup, pids_cgroup, cpu_cgroup, own_user_ids
          --until-stdin-closes   without COMMAND: run until standard input ends
        """;

    /// <summary>Above every range that distributions and service managers hand out (systemd's UIDS-GIDS list).</summary>
    private const uint RootUidBase = 0x70000000;
    private const uint DefaultUidCount = 65536;

    public string Socket { get; private set; } = "";

    /// <summary>The handle of an image is its place.</summary>
    public List<ImageSource> Images { get; } = [];

    /// <summary>Null for none.</summary>
    public string? Languages { get; private set; }

    public uint ClientUid { get; private set; } = Sys.GetEuid();

    /// <summary>0: there are none.</summary>
    public uint UidBase { get; private set; }

    public uint UidCount { get; private set; }

    public ulong MaxMemoryBytes { get; private set; } = 4096UL << 20;

    /// <summary>Protections that may be missing.</summary>
    public Isolation AcceptDegraded { get; private set; }

    public bool UntilStdinCloses { get; private set; }

    public string[] Command { get; private set; } = [];

    /// <summary>Reads the arguments; <paramref name="errors"/> is empty when they are good.</summary>
    public static KeeperOptions Parse(string[] args, List<string> errors)
    {
        var options = new KeeperOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                options.Command = args[(i + 1)..];
                break;
            }

            var name = args[i];
            if (name == "--until-stdin-closes")
            {
                options.UntilStdinCloses = true;
            }
            else if (++i == args.Length || !options.Set(name, args[i], errors))
            {
                errors.Add($"{name}: not an option, or not with this value");
            }
        }

        options.Complete(errors);
        return options;
    }

    private static uint Number(string name, string value, uint max, List<string> errors)
    {
        if (uint.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= max)
        {
            return number;
        }

        errors.Add($"{name}: '{value}' is not a number from 1 to {max}");
        return 0;
    }

    private bool Set(string name, string value, List<string> errors)
    {
        switch (name)
        {
            case "--socket":
                Socket = value;
                return true;
            case "--image" when ImageSource.Parse(value) is { IsStore: false } image:
                Images.Add(image);
                return true;
            case "--image-store" when ImageSource.Parse(value) is { IsStore: false } store:
                Images.Add(store with { IsStore = true });
                return true;
            case "--languages" when value is ['/', ..] && Directory.Exists(value):
                Languages = value;
                return true;
            case "--client-uid":
                ClientUid = Number(name, value, int.MaxValue, errors);
                return true;
            case "--uid-base":
                UidBase = Number(name, value, int.MaxValue, errors);
                return true;
            case "--uid-count":
                UidCount = Number(name, value, 1 << 24, errors);
                return true;
            case "--max-memory-mb":
                MaxMemoryBytes = (ulong)Number(name, value, 1 << 20, errors) << 20;
                return true;
            case "--accept-degraded":
                AcceptDegraded |= ReadProtections(name, value, errors);
                return true;
            default:
                return false;
        }
    }

    private static Isolation ReadProtections(string option, string list, List<string> errors)
    {
        var all = Isolation.None;
        foreach (var name in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IsolationNames.Parse(name) is { } protection && (protection & ~Requirements.Dispensable) == 0)
            {
                all |= protection;
            }
            else
            {
                errors.Add($"{option}: '{name}' is not one of {string.Join(", ", IsolationNames.Of(Requirements.Dispensable))}");
            }
        }

        return all;
    }

    private void Complete(List<string> errors)
    {
        if (Socket.Length is 0 or > 107)
        {
            errors.Add("--socket: a path of 1 to 107 bytes is needed");
        }

        if (Images.Count == 0)
        {
            Images.Add(ImageSource.Host);
        }

        if (UidBase == 0)
        {
            (UidBase, UidCount) = SubordinateIds.For(Sys.GetEuid())
                ?? (Sys.GetEuid() == 0 ? (RootUidBase, UidCount == 0 ? DefaultUidCount : UidCount) : (0, 0));
        }

        if (UidCount == 0)
        {
            UidCount = DefaultUidCount;
        }
    }
}
