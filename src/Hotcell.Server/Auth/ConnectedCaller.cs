using System.Net;
using Hotcell.Engine.Keys;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Auth;

/// <summary>
/// Who sits at a connection that stays open. Let in for each thing that it asks for, not once for all: keys are revoked, and requests are counted.
/// </summary>
/// <param name="secret">The key that it came with; null for none.</param>
/// <param name="address">That it comes from.</param>
/// <param name="path">That it was opened at.</param>
internal sealed class ConnectedCaller(Gate gate, ObservedExecutions executions, string? secret, IPAddress? address, string path)
{
    // What is told in logs of the request that the connection began with, which is over.
    private readonly DefaultHttpContext _handshake = new()
    {
        Connection = { RemoteIpAddress = address },
        Request = { Method = HttpMethods.Get, Path = path },
    };

    /// <summary>What runs its programs, and who shares its rooms.</summary>
    /// <exception cref="ProblemException">401, 403 or 429.</exception>
    public CallerExecutions Admit()
    {
        var (caller, circle) = gate.Admit(_handshake, secret, KeyRole.User);
        return new CallerExecutions(executions) { Caller = caller, Circle = circle };
    }
}
