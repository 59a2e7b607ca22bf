using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>What an operator sees.</summary>
public sealed class StatusTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    [Fact]
    public async Task The_state_of_the_server_is_drawn_and_written()
    {
        var page = await OpenAsync(server, "/status");
        await Expect(page.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("healthy");
        foreach (var figure in (string[])["Running", "Waiting", "Busy cells", "Ready cells", "Load", "Memory of the server"])
        {
            await Expect(page.Page.GetByRole(AriaRole.Figure, new() { Name = figure }).GetByRole(AriaRole.Strong)).ToBeVisibleAsync();
        }

        await Expect(page.Page.GetByRole(AriaRole.Cell, new() { Name = "Bash", Exact = true })).ToBeVisibleAsync();
    }
}
