using System.Globalization;
using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;

namespace Hotcell.Browser;

/// <summary>What a browser has to fetch.</summary>
public sealed class WeightTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    private const int Most = 400 * 1000;

    [Fact]
    public async Task The_page_is_light_and_lighter_without_its_terminal()
    {
        var page = await OpenAsync(server);
        var (weight, scripts) = (0, new List<string>());
        page.Page.Response += (_, response) =>
        {
            weight += int.Parse(response.Headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);
            if (response.Request.ResourceType == "script")
            {
                Assert.Equal("br", response.Headers["content-encoding"]);
                scripts.Add(response.Url);
            }
        };
        // What was fetched before is not listened to, and so may not be in the cache.
        await page.Page.RouteAsync("**", route => route.ContinueAsync());
        await page.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        var (first, begun) = (weight, scripts.Count);
        await page.UseTerminalAsync();
        Assert.True(scripts.Count > begun, "the terminal is fetched when it is wanted");
        Assert.InRange(first, 50 * 1000, weight - (50 * 1000));
        Assert.InRange(weight, first, Most);
    }

    /// <summary>Told, not judged: it is the machine's as much as the page's.</summary>
    [Fact]
    public async Task When_something_is_first_seen_is_told()
    {
        const string paint = "performance.getEntriesByName('first-contentful-paint')";
        var page = await OpenAsync(server);
        await page.Page.WaitForFunctionAsync($"{paint}.length > 0");
        var after = await page.Page.EvaluateAsync<double>($"{paint}[0].startTime");
        TestContext.Current.TestOutputHelper?.WriteLine($"first contentful paint after {after:0} ms");
    }
}
