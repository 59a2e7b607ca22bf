using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;

namespace Hotcell.Browser;

/// <summary>Tests of pages. Whatever the browser has complained of on the way (its policy, scripts, requests) fails the test beside what the test itself says.</summary>
public abstract class PageTests(BrowserFixture browser) : IAsyncDisposable
{
    private readonly List<Playground> _opened = [];

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var page in _opened)
        {
            await page.DisposeAsync();
        }

        var complaints = string.Join("\n", _opened.SelectMany(page => page.Complaints));
        Assert.True(complaints.Length == 0, complaints);
    }

    internal Task<Playground> OpenAsync(ServerFixture server, string path = "/", BrowserNewContextOptions? options = null) =>
        OpenAsync(new Uri(server.Client.BaseAddress!, path), options);

    internal async Task<Playground> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        _opened.Add(await Playground.OpenAsync(browser, options));
        await _opened[^1].GoAsync(address);
        return _opened[^1];
    }
}
