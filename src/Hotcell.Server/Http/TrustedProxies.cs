using Hotcell.Server.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Hotcell.Server.Http;

/// <summary>
/// Takes the address of a client, and the scheme that it used, from the proxies that the operator trusts. Of <c>X-Forwarded-For</c>, which anybody may send along, only
/// the entries are believed that such a proxy has added: from the right, up to the first address that is none of theirs, which is the client's.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.TrustedProxies.Count == 0)
        {
            return;
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(forwarded);
    }
}
