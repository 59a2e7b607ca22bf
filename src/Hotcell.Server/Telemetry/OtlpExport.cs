using Hotcell.Server.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hotcell.Server.Telemetry;

/// <summary>Where a collector is, and how it is spoken to.</summary>
/// <param name="Endpoint">Of all signals.</param>
internal sealed record OtlpSettings(Uri Endpoint, bool UsesGrpc)
{
    /// <summary>Of one signal: by HTTP each has a path of its own.</summary>
    public Uri Of(string signal) => UsesGrpc ? Endpoint : new Uri($"{Endpoint.ToString().TrimEnd('/')}/v1/{signal}");
}

/// <summary>
/// Sends metrics and traces to a collector of OpenTelemetry (OTLP), from the start of the host to its end; what is left is sent when it ends. Besides the endpoint, the
/// library reads its own variables: headers, timeouts, intervals, sampling, resource attributes. Without a collector none of this is loaded.
/// </summary>
internal sealed class OtlpExport(OtlpSettings settings, ServerMetrics metrics, ILogger<OtlpExport> log) : IHostedService, IDisposable
{
    private MeterProvider? _meters;
    private TracerProvider? _tracers;
    private OtlpTroubles? _troubles;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _troubles = new OtlpTroubles(log, TimeProvider.System);
        var meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource());
        foreach (var name in ServerMetrics.Sources)
        {
            meters.AddMeter(name);
        }

        _meters = meters.AddOtlpExporter(exporter => Configure(exporter, "metrics")).Build();
        _tracers = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource(ExecutionSpans.SourceName, RequestSpan.SourceName)
            .AddOtlpExporter(exporter => Configure(exporter, "traces"))
            .Build();
        _ = metrics; // made by now, so that its gauges are there from the first export on
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _tracers?.Dispose();
        _troubles?.Dispose();
    }

    private void Configure(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = settings.UsesGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = settings.Of(signal);
    }

    /// <summary>Variables of the environment win.</summary>
    private static ResourceBuilder Resource() =>
        ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService("hotcell", serviceVersion: ServerVersion.Text).AddEnvironmentVariableDetector();
}

internal static class OtlpSetup
{
    public static void AddOtlp(this WebApplicationBuilder builder, OtlpSettings? settings)
    {
        if (settings is not null)
        {
            builder.Services.AddSingleton(settings);
            builder.Services.AddHostedService<OtlpExport>();
        }
    }
}
