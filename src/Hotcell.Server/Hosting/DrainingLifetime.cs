using System.Runtime.InteropServices;
using Hotcell.Engine;

namespace Hotcell.Server.Hosting;

/// <summary>
/// Ends the server without losing work. On SIGTERM or SIGINT the engine refuses new executions (503) while the web server still listens and the
/// running ones finish; only then does the host stop. The same signal again stops it at once.
/// </summary>
internal sealed class DrainingLifetime(HotcellEngine engine, ServerOptions options, IHostApplicationLifetime application, TimeProvider time, ILogger<DrainingLifetime> log)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly CancellationTokenSource _hurry = new();
    private readonly HashSet<PosixSignal> _seen = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_seen)
        {
            // Ctrl-C arrives twice: from the terminal as SIGINT, and from the keeper, which got it too, as SIGTERM. That is one wish, not two.
            if (!_seen.Add(context.Signal))
            {
                _hurry.Cancel();
            }
            else if (_seen.Count == 1)
            {
                _ = DrainAsync(context.Signal);
            }
        }
    }

    private async Task DrainAsync(PosixSignal signal)
    {
        log.Draining(signal, engine.Status.Running + engine.Status.Queued);
        using var timer = new CancellationTokenSource(options.DrainTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _hurry.Token);
        await engine.DrainAsync(either.Token);
        log.Drained(engine.Status.Running + engine.Status.Queued);

        // What has not finished by now is killed, and its clients are told so, before the connections go.
        await engine.DisposeAsync();
        application.StopApplication();
    }
}

internal static partial class DrainingLog
{
    [LoggerMessage(LogLevel.Information, "{Signal}: no new executions; waiting for {Count} to finish")]
    public static partial void Draining(this ILogger log, PosixSignal signal, int count);

    [LoggerMessage(LogLevel.Information, "Stopping with {Count} executions unfinished")]
    public static partial void Drained(this ILogger log, int count);
}
