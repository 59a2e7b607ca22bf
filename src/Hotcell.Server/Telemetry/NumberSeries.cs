using System.Text;

namespace Hotcell.Server.Telemetry;

/// <summary>Of a counter or a gauge.</summary>
/// <param name="adds">Whether a measurement is added to those before it, or replaces them.</param>
internal sealed class NumberSeries(bool adds) : MetricSeries
{
    private readonly Lock _lock = new();
    private double _value;

    public override void Add(double value)
    {
        lock (_lock)
        {
            _value = adds ? _value + value : value;
        }
    }

    public override void Write(StringBuilder text, string name, string labels)
    {
        lock (_lock)
        {
            Line(text, name, labels, _value);
        }
    }
}
