namespace Hotcell.Engine.Executions;

/// <summary>Limits of one stage, complete: what a cell is made with.</summary>
public sealed record Limits
{
    public required TimeSpan WallTime { get; init; }

    /// <summary>Of all processes together.</summary>
    public required TimeSpan CpuTime { get; init; }

    public required ByteSize Memory { get; init; }

    /// <summary>Processes and threads together.</summary>
    public required int Processes { get; init; }

    /// <summary>Per stream.</summary>
    public required ByteSize Output { get; init; }

    public required ByteSize FileSize { get; init; }

    public required int OpenFiles { get; init; }

    public required ByteSize Stack { get; init; }

    /// <summary>Size of <c>/work</c>; never more than half of <see cref="Memory"/>, which it is charged to.</summary>
    public required ByteSize Disk { get; init; }

    /// <summary>CPU share: 1.5 is one and a half CPUs.</summary>
    public required double Cpus { get; init; }

    /// <summary>These limits with what <paramref name="asked"/> names put in their place.</summary>
    public Limits With(RequestedLimits asked) => new()
    {
        WallTime = asked.WallTime ?? WallTime,
        CpuTime = asked.CpuTime ?? CpuTime,
        Memory = asked.Memory ?? Memory,
        Processes = asked.Processes ?? Processes,
        Output = asked.Output ?? Output,
        FileSize = asked.FileSize ?? FileSize,
        OpenFiles = asked.OpenFiles ?? OpenFiles,
        Stack = asked.Stack ?? Stack,
        Disk = asked.Disk ?? Disk,
        Cpus = asked.Cpus ?? Cpus,
    };

    /// <summary>These limits with no more memory than the warden gives to anybody.</summary>
    public Limits Within(ByteSize memoryCeiling) => Memory > memoryCeiling ? this with { Memory = memoryCeiling } : this;

    /// <summary>These limits, none of them above the maximum of its range.</summary>
    public Limits Within(RunLimits ranges) => new()
    {
        WallTime = ranges.WallTime.AtMost(WallTime),
        CpuTime = ranges.CpuTime.AtMost(CpuTime),
        Memory = ranges.Memory.AtMost(Memory),
        Processes = ranges.Processes.AtMost(Processes),
        Output = ranges.Output.AtMost(Output),
        FileSize = ranges.FileSize.AtMost(FileSize),
        OpenFiles = ranges.OpenFiles.AtMost(OpenFiles),
        Stack = ranges.Stack.AtMost(Stack),
        Disk = ranges.Disk.AtMost(Disk),
        Cpus = ranges.Cpus.AtMost(Cpus),
    };
}

/// <summary>What a caller may ask for, and what it gets when it does not ask.</summary>
public readonly record struct LimitRange<T>(T Minimum, T Default, T Maximum)
    where T : struct, IComparable<T>
{
    public T AtMost(T value) => Lower(value, Maximum);

    /// <summary>The part of the range up to <paramref name="most"/>, its minimum at least; all of it when null.</summary>
    public LimitRange<T> Within(T? most)
    {
        var maximum = most is { } value ? Lower(Maximum, value.CompareTo(Minimum) < 0 ? Minimum : value) : Maximum;
        return new(Minimum, Lower(Default, maximum), maximum);
    }

    private static T Lower(T one, T other) => one.CompareTo(other) < 0 ? one : other;
}

/// <summary>The ranges of all limits of the run stage.</summary>
public sealed record RunLimits
{
    public LimitRange<TimeSpan> WallTime { get; init; } = LimitDefaults.Seconds(0.001, 10, 120);

    public LimitRange<TimeSpan> CpuTime { get; init; } = LimitDefaults.Seconds(0.001, 10, 120);

    public LimitRange<ByteSize> Memory { get; init; } = LimitDefaults.Mebibytes(8, 256, 1024);

    public LimitRange<int> Processes { get; init; } = new(1, 64, 256);

    public LimitRange<ByteSize> Output { get; init; } = LimitDefaults.Mebibytes(0.0009765625, 1, 16);

    public LimitRange<ByteSize> FileSize { get; init; } = LimitDefaults.Mebibytes(1, 16, 256);

    public LimitRange<int> OpenFiles { get; init; } = new(16, 256, 1024);

    public LimitRange<ByteSize> Stack { get; init; } = LimitDefaults.Mebibytes(1, 64, 256);

    public LimitRange<ByteSize> Disk { get; init; } = LimitDefaults.Mebibytes(4, 64, 512);

    public LimitRange<double> Cpus { get; init; } = new(0.1, 1.0, Environment.ProcessorCount);

    /// <summary>These ranges with no maximum above one of <paramref name="most"/>.</summary>
    public RunLimits Within(RequestedLimits most) => new()
    {
        WallTime = WallTime.Within(most.WallTime),
        CpuTime = CpuTime.Within(most.CpuTime),
        Memory = Memory.Within(most.Memory),
        Processes = Processes.Within(most.Processes),
        Output = Output.Within(most.Output),
        FileSize = FileSize.Within(most.FileSize),
        OpenFiles = OpenFiles.Within(most.OpenFiles),
        Stack = Stack.Within(most.Stack),
        Disk = Disk.Within(most.Disk),
        Cpus = Cpus.Within(most.Cpus),
    };

    /// <summary>The limits of a request that asks for nothing.</summary>
    public Limits Defaults => new()
    {
        WallTime = WallTime.Default,
        CpuTime = CpuTime.Default,
        Memory = Memory.Default,
        Processes = Processes.Default,
        Output = Output.Default,
        FileSize = FileSize.Default,
        OpenFiles = OpenFiles.Default,
        Stack = Stack.Default,
        Disk = Disk.Default,
        Cpus = Cpus.Default,
    };
}

/// <summary>The numbers that hold where nobody chose any.</summary>
internal static class LimitDefaults
{
    /// <summary>A compiler may take more than the program that it makes: an optimizing C++ build needs it, and its input is bounded.</summary>
    public static Limits Compile { get; } = new()
    {
        WallTime = TimeSpan.FromSeconds(30),
        CpuTime = TimeSpan.FromSeconds(30),
        Memory = ByteSize.FromMebibytes(768),
        Processes = 128,
        Output = ByteSize.FromMebibytes(1),
        FileSize = ByteSize.FromMebibytes(128),
        OpenFiles = 1024,
        Stack = ByteSize.FromMebibytes(64),
        Disk = ByteSize.FromMebibytes(128),
        Cpus = Environment.ProcessorCount,
    };

    public static LimitRange<TimeSpan> Seconds(double minimum, double standard, double maximum) =>
        new(TimeSpan.FromSeconds(minimum), TimeSpan.FromSeconds(standard), TimeSpan.FromSeconds(maximum));

    public static LimitRange<ByteSize> Mebibytes(double minimum, double standard, double maximum) =>
        new(ByteSize.FromMebibytes(minimum), ByteSize.FromMebibytes(standard), ByteSize.FromMebibytes(maximum));
}
