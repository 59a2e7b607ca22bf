using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Languages;

/// <summary>Reads limits under the names and units that they have everywhere.</summary>
internal static class LimitsReader
{
    public static RequestedLimits Read(YamlMap map)
    {
        var limits = new RequestedLimits
        {
            WallTime = map.Number("wall_time_ms", whole: true) is { } wall ? TimeSpan.FromMilliseconds(wall) : null,
            CpuTime = map.Number("cpu_time_ms", whole: true) is { } cpu ? TimeSpan.FromMilliseconds(cpu) : null,
            Memory = map.Number("memory_mb", whole: false) is { } memory ? ByteSize.FromMebibytes(memory) : null,
            Processes = (int?)map.Number("processes", whole: true),
            Output = map.Number("output_kb", whole: false) is { } output ? ByteSize.FromKibibytes(output) : null,
            FileSize = map.Number("file_size_mb", whole: false) is { } file ? ByteSize.FromMebibytes(file) : null,
            OpenFiles = (int?)map.Number("open_files", whole: true),
            Stack = map.Number("stack_mb", whole: false) is { } stack ? ByteSize.FromMebibytes(stack) : null,
            Disk = map.Number("disk_mb", whole: false) is { } disk ? ByteSize.FromMebibytes(disk) : null,
            Cpus = map.Number("cpus", whole: false),
        };
        map.RejectOthers();
        return limits;
    }
}
