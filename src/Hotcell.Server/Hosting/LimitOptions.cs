using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Hosting;

/// <summary>Reads the ranges of limits: those of all programs, and those of the flat form, which has defaults of its own.</summary>
internal static class LimitOptions
{
    /// <summary>An hour: who asks has to keep a connection open for it.</summary>
    private const double MostSeconds = 3600;

    /// <summary>As much as the warden gives unless it is told otherwise.</summary>
    private const double MostMebibytes = 4096;

    /// <summary>Output is kept in the server's memory.</summary>
    private const double MostOutputKibibytes = 64 * 1024;

    /// <summary>What the engine is told.</summary>
    public static RunLimits Read(OptionValues values)
    {
        var ranges = ReadCommon(values, new RunLimits(), "--time", "--memory", "--cpus");
        if (values.Range("--output", ranges.Output.Minimum.Bytes / 1024.0, MostOutputKibibytes) is { } output)
        {
            ranges = ranges with { Output = Sized(ranges.Output, output, ByteSize.FromKibibytes) };
        }

        if (values.Range("--file-size", ranges.FileSize.Minimum.Mebibytes, MostMebibytes) is { } file)
        {
            ranges = ranges with { FileSize = Sized(ranges.FileSize, file, ByteSize.FromMebibytes) };
        }

        return ranges;
    }

    /// <param name="run">As <see cref="Read"/> has read them: what the form has no fields for is the same.</param>
    public static RunLimits ReadExecute(OptionValues values, RunLimits run) => ReadCommon(
        values,
        run with { WallTime = ExecuteDefaults.Ranges.WallTime, CpuTime = ExecuteDefaults.Ranges.CpuTime, Memory = ExecuteDefaults.Ranges.Memory, Cpus = ExecuteDefaults.Ranges.Cpus },
        "--execute-time",
        "--execute-memory",
        "--execute-cpus");

    private static RunLimits ReadCommon(OptionValues values, RunLimits ranges, string time, string memory, string cpus)
    {
        if (values.Range(time, ranges.WallTime.Minimum.TotalSeconds, MostSeconds) is { } seconds)
        {
            ranges = ExecuteDefaults.WithTime(ranges, seconds.Default, seconds.Maximum);
        }

        if (values.Range(memory, ranges.Memory.Minimum.Mebibytes, MostMebibytes) is { } mebibytes)
        {
            ranges = ranges with { Memory = Sized(ranges.Memory, mebibytes, ByteSize.FromMebibytes) };
        }

        if (values.Range(cpus, ranges.Cpus.Minimum, Environment.ProcessorCount) is { } share)
        {
            ranges = ranges with { Cpus = ranges.Cpus with { Default = share.Default, Maximum = share.Maximum } };
        }

        return ranges;
    }

    private static LimitRange<ByteSize> Sized(LimitRange<ByteSize> range, (double Default, double Maximum) pair, Func<double, ByteSize> size) =>
        range with { Default = size(pair.Default), Maximum = size(pair.Maximum) };
}
