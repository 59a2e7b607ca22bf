using System.Diagnostics.Tracing;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Telemetry;

/// <summary>Logs what the library of OpenTelemetry fails at, which it tells nobody else: a collector that cannot be reached, say. Once in a while, since every export fails then.</summary>
internal sealed partial class OtlpTroubles(ILogger log, TimeProvider time) : EventListener
{
    private const string Prefix = "OpenTelemetry";

    private readonly Seldom _seldom = new(TimeSpan.FromMinutes(10), time);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Error);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_seldom.MaySay())
        {
            NotSent($"{eventData.EventName}: {string.Join(", ", eventData.Payload ?? (IReadOnlyList<object?>)[])}");
        }
    }

    [LoggerMessage(LogLevel.Warning, "Metrics or traces are not sent: {Reason}")]
    private partial void NotSent(string reason);
}
