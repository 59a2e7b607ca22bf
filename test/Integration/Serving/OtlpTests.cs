using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>Metrics and traces, as a collector of OpenTelemetry gets them: OTLP by HTTP, in Protocol Buffers.</summary>
public sealed class OtlpTests
{
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<ServerFixture> StartAsync(int port) => ServerFixture.StartAsync(
        "env", $"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{port}", "OTEL_METRIC_EXPORT_INTERVAL=300", "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_RESOURCE_ATTRIBUTES=deployment.environment=of-the-test");

    [Fact]
    public async Task Collector_gets_metrics_and_spans_and_nothing_that_a_caller_wrote()
    {
        await using var collector = new Collector(FreePort());
        await using (var server = await StartAsync(collector.Port))
        {
            using var answer = await server.PostAsync("/api/rooms/s3cr3t-room/execute?s3cr3t", new { language = "bash", code = "echo s3cr3t-output" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            foreach (var name in new[] { "hotcell.executions.running", "hotcell.warden.connected", "hotcell.execution.duration", "http.server.request.duration", "bash", "Ok", "of-the-test", "service.name" })
            {
                await Eventually.HoldsAsync(() => collector.Has("/v1/metrics", name), name);
            }

            foreach (var name in new[] { "execution", "queue", "run", "hotcell.language", "POST /api/rooms/{roomId}/execute", "of-the-test", "service.name" })
            {
                await Eventually.HoldsAsync(() => collector.Has("/v1/traces", name), name);
            }
        }

        Assert.False(collector.Has("/v1/metrics", "s3cr3t") || collector.Has("/v1/traces", "s3cr3t"));
    }

    [Fact]
    public async Task Collector_that_is_not_there_is_told_of_and_stops_nothing()
    {
        await using var server = await StartAsync(FreePort());
        await server.ServeAsync();
        await server.Keeper.WaitForLineAsync(line => line.Contains("warn OtlpExport: Metrics or traces are not sent", StringComparison.Ordinal));
        await server.ServeAsync();
    }

    /// <summary>Keeps the bodies of what is posted.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentDictionary<string, string> _bodies = new();
        private readonly Task _serving;

        public Collector(int port)
        {
            Port = port;
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            _listener.Start();
            _serving = ServeAsync();
        }

        public int Port { get; }

        /// <summary>Strings are in the bodies as they are.</summary>
        public bool Has(string path, string text) => _bodies.TryGetValue(path, out var bodies) && bodies.Contains(text, StringComparison.Ordinal);

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    Assert.Equal("application/x-protobuf", context.Request.ContentType);
                    var text = Encoding.Latin1.GetString(body.ToArray());
                    _bodies.AddOrUpdate(context.Request.Url!.AbsolutePath, text, (_, before) => before + text);
                    context.Response.Close();
                }
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
