using System.Net;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Http;

/// <summary>
/// Refuses requests for names that are not ours. A web page may point its own name at 127.0.0.1 and then talk to a server there as if it were
/// its own (DNS rebinding); the Host header still tells the name. Addresses cannot be pointed anywhere, so they are always good; and where a key is
/// needed, a page has none.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, ServerOptions options, KeyRing keys, SecurityLog security)
{
    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (options.AllowAnonymous || IsOurs(host) || keys.IsNeeded)
        {
            return next(context);
        }

        security.RequestRefused(Refusal.Host, context, $"asked for '{JsonText.Shorten(host)}'");
        throw new ProblemException(ProblemDetails.Plain(StatusCodes.Status421MisdirectedRequest, $"This server does not answer for '{JsonText.Shorten(host)}'; start it with --hosts to change that."));
    }

    private bool IsOurs(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
