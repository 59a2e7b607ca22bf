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

    public required int CgroupVersion { get; init; }

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
        Generation.ToString(CultureInfo.InvariantCulture),
        UidCount.ToString(CultureInfo.InvariantCulture),
        MaxMemoryBytes.ToString(CultureInfo.InvariantCulture),
        Languages ?? "",
        .. Images.Select(image => image.Format()),
    ];

    public static WardenArguments Parse(string[] args) => new()
    {
        CgroupVersion = int.Parse(args[1], CultureInfo.InvariantCulture),
        Generation = uint.Parse(args[2], CultureInfo.InvariantCulture),
        UidCount = uint.Parse(args[3], CultureInfo.InvariantCulture),
        MaxMemoryBytes = ulong.Parse(args[4], CultureInfo.InvariantCulture),
        Languages = args[5] is { Length: > 0 } languages ? languages : null,
        Images = [.. args[6..].Select(text => ImageSource.Parse(text)!)],
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
