namespace Hotcell.Server.Http;

/// <summary>What every page of ours is sent with.</summary>
internal static class PageHeaders
{
    /// <param name="policy">Content-Security-Policy (level 3): what the page may do.</param>
    public static void Set(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
