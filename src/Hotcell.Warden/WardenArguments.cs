using System.Globalization;
using Hotcell.Protocol;

namespace Hotcell.Warden;

/// <summary>What the keeper tells the warden on its command line. Written and read only here, so that both sides agree.</summary>
internal sealed record WardenArguments
{
    /// <summary>First argument of the warden role.</summary>
    public const string Inside = "--inside";

    /// <summary>First argument of the role that lays out a root for cells: <c>--skeleton ROOT TARGET</c>.</summary>
    public const string Skeleton = "--skeleton";

    /// <summary>The only argument of the role that tells what a cell has.</summary>
    public const string Explain = "--explain";

    /// <summary>1 or 2; 0 for none.</summary>
    public required int CgroupVersion { get; init; }

    /// <summary>Protections that cells do not have, because they cannot be had here and the operator has accepted it.</summary>
    public required Isolation Missing { get; init; }

    /// <summary>Which start of the warden this is, from 1.</summary>
    public required uint Generation { get; init; }

    /// <summary>User ids inside the outer namespace: 0 … count − 1.</summary>
    public required uint UidCount { get; init; }

    /// <summary>Ceiling of a cell's memory, in bytes.</summary>
    public required ulong MaxMemoryBytes { get; init; }

    /// <summary>Host path of the folder of languages; null for none.</summary>
    public required string? Languages { get; init; }

    /// <summary>In the order of their handles.</summary>
    public required IReadOnlyList<ImageSource> Images { get; init; }

    public string[] Format() =>
    [
        Inside,
        CgroupVersion.ToString(CultureInfo.InvariantCulture),
        ((uint)Missing).ToString(CultureInfo.InvariantCulture),
        Generation.ToString(CultureInfo.InvariantCulture),
        UidCount.ToString(CultureInfo.InvariantCulture),
        MaxMemoryBytes.ToString(CultureInfo.InvariantCulture),
        Languages ?? "",
        .. Images.Select(image => image.Format()),
    ];

    public static WardenArguments Parse(string[] args) => new()
    {
        CgroupVersion = int.Parse(args[1], CultureInfo.InvariantCulture),
        Missing = (Isolation)uint.Parse(args[2], CultureInfo.InvariantCulture),
        Generation = uint.Parse(args[3], CultureInfo.InvariantCulture),
        UidCount = uint.Parse(args[4], CultureInfo.InvariantCulture),
        MaxMemoryBytes = ulong.Parse(args[5], CultureInfo.InvariantCulture),
        Languages = args[6] is { Length: > 0 } languages ? languages : null,
        Images = [.. args[7..].Select(text => ImageSource.Parse(text)!)],
    };
}

/// <summary>Numbers of the descriptors that the warden is born with.</summary>
internal static class WardenFds
{
    public const int Listener = 3;

    /// <summary>Read end of a pipe that the keeper holds: its end of file means that the keeper is gone.</summary>
    public const int Lifeline = 4;

    /// <summary>Folders of cgroups: one on v2, four on v1.</summary>
    public const int FirstCgroup = 5;
}
