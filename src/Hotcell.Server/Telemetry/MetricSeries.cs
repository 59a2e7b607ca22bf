using System.Globalization;
using System.Text;

namespace Hotcell.Server.Telemetry;

/// <summary>What was measured with one set of tags.</summary>
internal abstract class MetricSeries
{
    public abstract void Add(double value);

    public abstract void Write(StringBuilder text, string name, string labels);

    protected static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : "{" + labels + "}").Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
