using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Hotcell.Server.Grpc.Health;

/// <summary>The standard service <c>grpc.health.v1.Health</c>, for load balancers and orchestrators (grpc/doc/health-checking.md).</summary>
/// <param name="names">Full names of the services whose health is asked for; all have the same.</param>
/// <param name="isServing">Looked at often: cheap.</param>
/// <param name="stopping">The server stops: who watches must go.</param>
internal sealed class HealthService(IReadOnlyCollection<string> names, Func<bool> isServing, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    public GrpcService Create() => new GrpcService(HealthReflection.Descriptor.Services[0])
        .Unary("Check", HealthCheckRequest.Parser, (request, _) => Task.FromResult(Check(request)))
        .ServerStreaming("Watch", HealthCheckRequest.Parser, WatchAsync);

    private HealthCheckResponse Check(HealthCheckRequest request) =>
        StatusOf(request.Service) is { } status
            ? new HealthCheckResponse { Status = status }
            : throw new GrpcException(GrpcStatusCode.NotFound, "There is no service of that name.");

    private async Task WatchAsync(HealthCheckRequest request, GrpcCall call)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled, stopping);
        using var timer = new PeriodicTimer(s_interval, time);
        ServingStatus? told = null;
        try
        {
            do
            {
                var now = StatusOf(request.Service) ?? ServingStatus.ServiceUnknown;
                if (now != told)
                {
                    await call.WriteAsync(new HealthCheckResponse { Status = now });
                    told = now;
                }
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, "The server is stopping.");
        }
    }

    /// <summary>Null when there is no such service; the empty name stands for the server.</summary>
    private ServingStatus? StatusOf(string service) =>
        service.Length > 0 && !names.Contains(service) ? null : isServing() ? ServingStatus.Serving : ServingStatus.NotServing;
}
