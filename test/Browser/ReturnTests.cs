using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>Pages that are loaded again, and pages whose server goes and comes back.</summary>
public sealed class ReturnTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    [Fact]
    public async Task Without_its_server_the_page_says_so_and_comes_back_with_it()
    {
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenAsync(tunnel.Address);
        await page.RunAsync("Bash", "echo kept", "Done");
        tunnel.Cut();
        await page.Button("Run").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Editor).ToContainTextAsync("echo kept");
        tunnel.Mend();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        page.Forgive(); // of connections that were refused
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Done");
        await Expect(page.Output).ToContainTextAsync("kept");
    }

    [Fact]
    public async Task The_theme_that_is_chosen_is_remembered()
    {
        var page = await OpenAsync(server, options: new() { ColorScheme = ColorScheme.Light });
        var light = await BackgroundAsync(page);
        await page.Button("Theme").ClickAsync();
        var dark = await BackgroundAsync(page);
        Assert.NotEqual(light, dark);
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("body")).ToHaveCSSAsync("background-color", dark);
        await page.Button("Theme").ClickAsync();
        await Expect(page.Page.Locator("body")).ToHaveCSSAsync("background-color", light);
    }

    [Fact]
    public async Task A_key_is_asked_for_where_one_is_needed_and_kept()
    {
        const string Key = "a-key-of-at-least-thirty-two-characters";
        await using var own = await ServerFixture.StartAsync("/usr/bin/env", $"API_KEY={Key}");
        var page = await OpenAsync(own);
        await page.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key);
        await page.Button("Keep").ClickAsync();
        await page.RunAsync("Bash", "echo let in", "Done");
        page.Forgive(); // of the 401 before
        await page.Page.ReloadAsync();
        await Expect(page.Editor).ToContainTextAsync("echo let in");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Done");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    private static Task<string> BackgroundAsync(Playground page) => page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
