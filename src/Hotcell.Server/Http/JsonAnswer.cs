using System.Net.Mime;

namespace Hotcell.Server.Http;

internal static class JsonAnswer
{
    public static async Task WriteJsonAsync(this HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        response.ContentType = MediaTypeNames.Application.Json;
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, cancellation);
    }
}
