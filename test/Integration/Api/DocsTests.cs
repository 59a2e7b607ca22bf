using System.Net;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>GET /openapi/v1.json</c> and <c>GET /docs</c>.</summary>
public sealed class DocsTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task The_document_is_the_file_of_the_repository()
    {
        using var response = await server.Client.GetAsync("/openapi/v1.json");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Machine.Repository, "openapi", "v1.json")), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_page_may_load_nothing_but_its_style()
    {
        using var response = await server.Client.GetAsync("/docs");
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal("default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("<!DOCTYPE html>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var style = await server.Client.GetAsync("/docs/docs.css");
        Assert.Equal((HttpStatusCode.OK, "text/css; charset=utf-8"), (style.StatusCode, style.Content.Headers.ContentType!.ToString()));
    }
}
