using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Hosting;

/// <summary>Reads the ranges of limits.</summary>
internal static class LimitOptions
{
    public static RunLimits ReadExecute(OptionValues values)
    {
        var ranges = ExecuteDefaults.Ranges;
        var (time, memory, cpus) = (ranges.WallTime, ranges.Memory, ranges.Cpus);
        if (values.Range("--execute-time", time.Minimum.TotalSeconds, time.Maximum.TotalSeconds) is { } seconds)
        {
            ranges = ExecuteDefaults.WithTime(ranges, seconds.Default, seconds.Maximum);
        }

        if (values.Range("--execute-memory", memory.Minimum.Mebibytes, memory.Maximum.Mebibytes) is { } mebibytes)
        {
            ranges = ranges with { Memory = memory with { Default = ByteSize.FromMebibytes(mebibytes.Default), Maximum = ByteSize.FromMebibytes(mebibytes.Maximum) } };
        }

        // What the engine gives at most: more than the form's own maximum.
        if (values.Range("--execute-cpus", cpus.Minimum, new RunLimits().Cpus.Maximum) is { } share)
        {
            ranges = ranges with { Cpus = cpus with { Default = share.Default, Maximum = share.Maximum } };
        }

        return ranges;
    }
}
