using Hotcell.Engine.Executions;

namespace Hotcell.Engine;

/// <summary>Finds everything that is wrong with the options, so that the operator is told once.</summary>
internal static class EngineOptionsValidator
{
    /// <exception cref="EngineOptionsException">Names every wrong option.</exception>
    public static void Validate(EngineOptions options)
    {
        var errors = new List<string>();
        Need(options.WardenSocket.Length > 0, "WardenSocket: is missing");
        Need(options.LanguagesDirectory.Length > 0, "LanguagesDirectory: is missing");
        Need(options.Images.Count is > 0 and <= byte.MaxValue, "Images: must be 1 to 255");
        foreach (var (image, i) in options.Images.Select((image, i) => (image, i)))
        {
            Need(image.Name.Length > 0, $"Images[{i}].Name: is missing");
            Need(Directory.Exists(image.Folder), $"Images[{i}].Folder: '{image.Folder}' is not a folder");
        }

        Need(options.Images.Select(image => image.Name).Distinct().Count() == options.Images.Count, "Images: names must differ");
        Need(options.MaxRunning > 0, "MaxRunning: must be above 0");
        Need(options.ReadyCells >= 0, "ReadyCells: must not be below 0");
        Need(options.ReadyMemory.Bytes >= 0, "ReadyMemory: must not be below 0");
        Need(options.ReadyTime > TimeSpan.Zero, "ReadyTime: must be above 0");
        Need(options.MaxPageCache.Bytes >= 0, "MaxPageCache: must not be below 0");
        Need(options.MaxArtifact.Bytes > 0, "MaxArtifact: must be above 0");
        Need(options.CompileCache.Bytes >= 0, "CompileCache: must not be below 0");
        Need(options.MaxInteractive >= 0, "MaxInteractive: must not be below 0");
        Need(options.MaxInteractiveOfCaller >= 0, "MaxInteractiveOfCaller: must not be below 0");
        Need(options.InteractiveIdle > TimeSpan.Zero, "InteractiveIdle: must be above 0");
        Need(options.MaxQueued >= 0, "MaxQueued: must not be below 0");
        Need(options.MaxQueuedBytes.Bytes > 0, "MaxQueuedBytes: must be above 0");
        Need(options.MaxSource.Bytes > 0, "MaxSource: must be above 0");
        Need(options.MaxFiles > 0, "MaxFiles: must be above 0");
        Need(options.MaxStdin.Bytes is >= 0 and <= int.MaxValue, "MaxStdin: must be 0 to 2 GiB");
        Need(options.OutputFiles is { Count: >= 0, Bytes.Bytes: >= 0 and < int.MaxValue }, "OutputFiles: must be 0 or more, and less than 2 GiB");
        Need(options.MaxTests > 0, "MaxTests: must be above 0");
        Need(options.TestLanes >= 0, "TestLanes: must not be below 0");
        Need(options.WardenPatience > TimeSpan.Zero, "WardenPatience: must be above 0");
        Need(options.BackstopGrace > TimeSpan.Zero, "BackstopGrace: must be above 0");
        CheckRanges(options.Run, errors);
        CheckCompile(options.Compile, errors);
        if (errors.Count > 0)
        {
            throw new EngineOptionsException(errors);
        }

        void Need(bool right, string error)
        {
            if (!right)
            {
                errors.Add(error);
            }
        }
    }

    private static void CheckRanges(RunLimits run, List<string> errors)
    {
        Ordered("WallTime", run.WallTime, TimeSpan.Zero);
        Ordered("CpuTime", run.CpuTime, TimeSpan.Zero);
        Ordered("Memory", run.Memory, default);
        Ordered("Processes", run.Processes, 0);
        Ordered("Output", run.Output, default);
        Ordered("FileSize", run.FileSize, default);
        Ordered("OpenFiles", run.OpenFiles, 0);
        Ordered("Stack", run.Stack, default);
        Ordered("Disk", run.Disk, default);
        Ordered("Cpus", run.Cpus, 0);

        void Ordered<T>(string name, LimitRange<T> range, T zero)
            where T : struct, IComparable<T>
        {
            if (range.Minimum.CompareTo(zero) <= 0 || range.Minimum.CompareTo(range.Default) > 0 || range.Default.CompareTo(range.Maximum) > 0)
            {
                errors.Add($"Run.{name}: must be 0 < Minimum <= Default <= Maximum");
            }
        }
    }

    private static void CheckCompile(Limits compile, List<string> errors)
    {
        if (compile.WallTime <= TimeSpan.Zero || compile.CpuTime <= TimeSpan.Zero || compile.Memory.Bytes <= 0 || compile.Processes <= 0
            || compile.Output.Bytes <= 0 || compile.FileSize.Bytes <= 0 || compile.OpenFiles <= 0 || compile.Stack.Bytes <= 0
            || compile.Disk.Bytes <= 0 || !(compile.Cpus > 0))
        {
            errors.Add("Compile: every limit must be above 0");
        }
    }
}
