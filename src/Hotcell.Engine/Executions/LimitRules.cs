namespace Hotcell.Engine.Executions;

/// <summary>Holds the limits that a caller asks for against the ranges of the options.</summary>
/// <param name="at">Where the limits are in the request: nothing, or a path with a dot behind it.</param>
internal sealed class LimitRules(RunLimits ranges, List<FieldError> errors, string at = "")
{
    /// <param name="asked">Null takes the default and is always right.</param>
    /// <param name="memoryCeiling">What the warden gives at most.</param>
    public void Check(RequestedLimits asked, ByteSize memoryCeiling)
    {
        var memory = ranges.Memory with { Maximum = new(Math.Min(ranges.Memory.Maximum.Bytes, memoryCeiling.Bytes)) };
        InRange("wall_time_ms", asked.WallTime, ranges.WallTime, time => time.TotalMilliseconds);
        InRange("cpu_time_ms", asked.CpuTime, ranges.CpuTime, time => time.TotalMilliseconds);
        InRange("memory_mb", asked.Memory, memory, size => size.Mebibytes);
        InRange("processes", asked.Processes, ranges.Processes, count => count);
        InRange("output_kb", asked.Output, ranges.Output, size => size.Bytes / 1024.0);
        InRange("file_size_mb", asked.FileSize, ranges.FileSize, size => size.Mebibytes);
        InRange("open_files", asked.OpenFiles, ranges.OpenFiles, count => count);
        InRange("stack_mb", asked.Stack, ranges.Stack, size => size.Mebibytes);
        InRange("disk_mb", asked.Disk, ranges.Disk, size => size.Mebibytes);
        InRange("cpus", asked.Cpus, ranges.Cpus, share => share);
    }

    private void InRange<T>(string limit, T? asked, LimitRange<T> range, Func<T, double> number)
        where T : struct, IComparable<T>
    {
        if (asked is { } value && (value.CompareTo(range.Minimum) < 0 || value.CompareTo(range.Maximum) > 0))
        {
            errors.Add(FieldError.Of($"{at}limits.{limit}", new OutOfRange(number(range.Minimum), number(range.Maximum), number(value))));
        }
    }
}
