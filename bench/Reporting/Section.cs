using System.Text.Json.Serialization;
using Hotcell.Bench.Measuring;

namespace Hotcell.Bench.Reporting;

/// <summary>Units of figures, as they are printed and written.</summary>
internal static class Units
{
    public const string Times = "×";
    public const string Milliseconds = "ms";
    public const string Microseconds = "µs";
    public const string Megabytes = "MB";
    public const string PerSecond = "/s";
    public const string Count = "";
}

/// <summary>What a figure must not be beyond.</summary>
internal sealed record Target(double Bound, bool AtMost)
{
    public static Target NoMoreThan(double bound) => new(bound, AtMost: true);

    public static Target NoLessThan(double bound) => new(bound, AtMost: false);

    public bool IsMetBy(double value) => AtMost ? value <= Bound : value >= Bound;
}

/// <summary>Measured times of one thing.</summary>
internal sealed record Timing(string Name, Distribution Times);

/// <summary>A number that was computed from what this run measured.</summary>
internal sealed record Figure(string Name, double Value, string Unit, Target? Target)
{
    /// <summary>Null where there is no target.</summary>
    public bool? Ok => Target?.IsMetBy(Value);
}

/// <summary>The results of one question.</summary>
internal sealed record Section(string Title)
{
    public List<Timing> Timings { get; } = [];

    public List<Figure> Figures { get; } = [];

    /// <summary>What could not be measured, and why.</summary>
    public List<string> Notes { get; } = [];

    [JsonIgnore]
    public IEnumerable<Figure> Missed => Figures.Where(figure => figure.Ok == false);

    public Distribution Add(string name, IEnumerable<double> milliseconds)
    {
        var times = Distribution.Of(milliseconds);
        Timings.Add(new Timing(name, times));
        return times;
    }

    public void Add(string name, double value, string unit, Target? target = null) => Figures.Add(new Figure(name, value, unit, target));
}
