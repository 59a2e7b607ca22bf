using System.Net.Mime;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Contract;

/// <summary>
/// <c>GET /openapi/v1.json</c>: the contract of every dialect, and <c>GET /docs</c>: the same for people. The document is written by hand, because bodies are
/// read by our own readers and no framework can infer it; tests hold it against routes, readers, answers and a running server (docs/adr/0015-contract.md).
/// Both are the same on every server and say nothing of this one, so neither needs a key.
/// </summary>
internal static class ContractEndpoints
{
    /// <summary>The page has no script, no image, and nothing from anywhere else.</summary>
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Lazy<byte[]> s_document = new(() => Read("openapi/v1.json"));
    private static readonly Lazy<byte[]> s_page = new(() => DocsPage.Render(s_document.Value));
    private static readonly Lazy<byte[]> s_style = new(() => Read("docs/docs.css"));

    public static void MapContract(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithMetadata(Access.Open).ExcludeFromDescription();
        group.MapGet("/openapi/v1.json", () => TypedResults.Bytes(s_document.Value, MediaTypeNames.Application.Json));
        group.MapGet("/docs/docs.css", () => TypedResults.Bytes(s_style.Value, "text/css; charset=utf-8"));
        group.MapGet("/docs", (HttpContext context) =>
        {
            PageHeaders.Set(context.Response, ContentSecurityPolicy);
            return TypedResults.Bytes(s_page.Value, "text/html; charset=utf-8");
        });
    }

    /// <summary>A file that the build has put into the assembly.</summary>
    internal static byte[] Read(string name)
    {
        using var resource = typeof(ContractEndpoints).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly has no '{name}'.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
