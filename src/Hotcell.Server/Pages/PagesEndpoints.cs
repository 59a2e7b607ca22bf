using Hotcell.Server.Auth;
using Hotcell.Server.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Pages;

/// <summary>
/// The playground at <c>/</c>, and <c>/status</c>. Theory of operation: <c>web/</c> is built once, to files that lie beside the server; each is read
/// and kept compressed as it was built (<c>.br</c>), and there is one route for each, so that no path of a request is ever a path of the machine. Whoever
/// reaches the server may read them: they hold no secret, and a page asks for the key that its requests need.
/// </summary>
internal static class PagesEndpoints
{
    private const string Folder = "web";
    private const string Compressed = ".br";

    /// <summary>Files whose names change with what is in them.</summary>
    private const string Assets = "assets/";

    /// <summary>Pages that have an address of their own, by their file.</summary>
    private static readonly Dictionary<string, string> s_addresses = new(StringComparer.Ordinal) { ["index.html"] = "/", ["status.html"] = "/status" };

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, Folder);
        if (!Directory.Exists(folder))
        {
            routes.MapGet("/", NotBuilt).WithMetadata(Access.Open).ExcludeFromDescription();
            return;
        }

        var types = new FileExtensionContentTypeProvider();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(Compressed, StringComparison.Ordinal)))
        {
            var name = Path.GetRelativePath(folder, file);
            var page = new Page(
                types.TryGetContentType(name, out var type) ? type : "application/octet-stream",
                File.ReadAllBytes(file),
                File.Exists(file + Compressed) ? File.ReadAllBytes(file + Compressed) : null,
                PagePolicy.Of(name),
                name.StartsWith(Assets, StringComparison.Ordinal));
            routes.MapGet(s_addresses.GetValueOrDefault(name, "/" + name), page.SendAsync).WithMetadata(Access.Open).ExcludeFromDescription();
        }
    }

    private static Task NotBuilt(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("This is Hotcell. Its playground was not built, because there was no Node.js 20.19 or newer with npm; the API is all there.\n", context.RequestAborted);
    }

    /// <param name="Compressed">By Brotli; null where that gains nothing.</param>
    /// <param name="Policy">Of its contents.</param>
    /// <param name="Forever">Whether browsers may keep it without asking again.</param>
    private sealed record Page(string Type, ReadOnlyMemory<byte> Plain, ReadOnlyMemory<byte>? Compressed, string Policy, bool Forever)
    {
        private readonly EntityTagHeaderValue _tag = new($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Plain.Span))[..32]}\"");

        public async Task SendAsync(HttpContext context)
        {
            var (request, response) = (context.Request.GetTypedHeaders(), context.Response);
            var headers = response.GetTypedHeaders();
            headers.ETag = _tag;
            headers.CacheControl = Forever
                ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
                : new CacheControlHeaderValue { NoCache = true };
            PageHeaders.Set(response, Policy);
            response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (request.IfNoneMatch.Any(tag => tag.Compare(_tag, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var takesBrotli = request.AcceptEncoding.Any(coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);
            var body = takesBrotli && Compressed is { } small ? small : Plain;
            response.Headers.ContentEncoding = takesBrotli && Compressed is not null ? "br" : default;
            response.ContentType = Type.StartsWith("text/", StringComparison.Ordinal) ? Type + "; charset=utf-8" : Type;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
