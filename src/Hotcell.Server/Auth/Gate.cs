using Hotcell.Engine.Executions;
using Hotcell.Engine.Keys;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Auth;

/// <summary>
/// Lets requests in, of every dialect. Without any key, whoever reaches the server may use it: that is a machine's own user, or the operator has said
/// <c>--allow-anonymous</c>. With one, everything but what is <see cref="Access.Open"/> needs a key.
/// </summary>
internal sealed class Gate(KeyRing keys, RateGuard rates, SecurityLog security, ServerOptions options)
{
    /// <summary>Whether a request needs a key.</summary>
    public bool NeedsKey => keys.IsNeeded;

    /// <exception cref="ProblemException">401, 403 or 429.</exception>
    public void Admit(HttpContext context, Access access)
    {
        if (access.Role is not { } role)
        {
            return;
        }

        var executions = context.RequestServices.GetRequiredService<CallerExecutions>();
        (executions.Caller, executions.Circle) = Admit(context, PresentedKey.Of(context.Request.Headers), role);
    }

    /// <summary>As a request is let in, one that is none of its own: a message of a connection that stays open.</summary>
    /// <param name="context">Of the request; of a message, what is known of the one that its connection began with.</param>
    /// <param name="presented">The key that it comes with; null for none.</param>
    /// <returns>Whose request it is, and whose executions the others of its circle see (<see cref="CallerExecutions.Circle"/>).</returns>
    /// <exception cref="ProblemException">401, 403 or 429.</exception>
    public (Caller Caller, string Circle) Admit(HttpContext context, string? presented, KeyRole role)
    {
        var needed = keys.IsNeeded;
        var secret = needed ? presented : null;
        var key = secret is null ? null : keys.Find(secret);
        RequestFacts.Of(context).Key = key?.Name;
        var caller = key?.Caller ?? new Caller { Id = "address:" + ClientNetwork.Of(context.Connection.RemoteIpAddress) };
        rates.Count(context.Response, caller.Id, key?.Rate ?? options.Rate ?? (needed || options.IsReachable ? RateOptions.Usual : RequestRate.None));
        if (needed && key is null)
        {
            security.RequestRefused(Refusal.Key, context, secret is null ? "came without a key" : "came with a wrong key");
            throw Challenge(context.Response, wrong: secret is not null);
        }

        if (!(key?.Roles.Contains(role) ?? MayAnybody(role)))
        {
            security.RequestRefused(Refusal.Role, context, $"is for {role}");
            throw new ProblemException(ProblemDetails.Forbidden(key is null
                ? "This needs the key of an operator, and the server has no keys."
                : $"This needs a key with the role {role.ToString().ToLowerInvariant()}."));
        }

        return (caller, key is null ? "" : caller.Id);
    }

    /// <summary>Whoever uses a server that only its own machine reaches is taken for its operator.</summary>
    private bool MayAnybody(KeyRole role) => role == KeyRole.User || !(options.AllowAnonymous || options.IsReachable);

    private static ProblemException Challenge(HttpResponse response, bool wrong)
    {
        response.Headers.WWWAuthenticate = wrong ? "Bearer realm=\"hotcell\", error=\"invalid_token\"" : "Bearer realm=\"hotcell\"";
        return new ProblemException(ProblemDetails.Unauthorized(wrong
            ? "The API key is not one of this server's."
            : "Send an API key: X-API-Key: KEY, or Authorization: Bearer KEY."));
    }
}

/// <summary>The gate of everything that is routed.</summary>
internal sealed class GateMiddleware(RequestDelegate next, Gate gate)
{
    public Task InvokeAsync(HttpContext context)
    {
        gate.Admit(context, context.GetEndpoint()?.Metadata.GetMetadata<Access>() ?? Access.User);
        return next(context);
    }
}
