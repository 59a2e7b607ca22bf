using System.Text.RegularExpressions;
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

    [Fact]
    public async Task Verdicts_times_and_starts_of_the_last_minutes_are_drawn_and_written()
    {
        var page = await OpenAsync(server, "/status");
        await Expect(Figure(page, "Verdicts").GetByRole(AriaRole.Strong)).ToHaveTextAsync("0 executions");
        await server.RunAsync(new { language = "bash", code = ":" });
        await server.RunAsync(new { language = "bash", code = "exit 3" });
        await server.RunAsync(new { language = "python", code = "import time; time.sleep(0.3)" });

        await Expect(Figure(page, "Verdicts").GetByRole(AriaRole.Strong)).ToHaveTextAsync("3 executions");
        await Expect(Figure(page, "Verdicts").GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Ok 2", "RuntimeError 1"]);
        await Expect(Figure(page, "Starts").GetByRole(AriaRole.Listitem).Filter(new() { HasText = "python" })).ToHaveTextAsync(new Regex("^python (1 hot, 0|0 hot, 1) cold$"));
        await Expect(Figure(page, "Time of programs").GetByRole(AriaRole.Strong)).ToHaveTextAsync(new Regex(@"^p50 [\d.]+ ms · p99 [\d.]+ (ms|s)$"));
        await Expect(Figure(page, "Time of compilers").GetByRole(AriaRole.Strong)).ToHaveTextAsync("p50 – · p99 –");
        Assert.NotEqual("", await Figure(page, "Time of programs").Locator("path").First.GetAttributeAsync("d"));
        Assert.Equal("100", await Figure(page, "Verdicts").Locator("rect").First.GetAttributeAsync("width"));
    }

    [Fact]
    public async Task Interactive_programs_are_among_the_busy_cells()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", "echo begun; sleep 60");
        await Expect(page.Terminal).ToContainTextAsync("begun");
        var status = await OpenAsync(server, "/status");
        await Expect(Figure(status, "Busy cells").GetByRole(AriaRole.Strong)).ToHaveTextAsync("1, 1 interactive");
        await page.Button("Stop").ClickAsync();
        await Expect(Figure(status, "Busy cells").GetByRole(AriaRole.Strong)).ToHaveTextAsync("0, 0 interactive");
    }

    private static ILocator Figure(Playground page, string name) => page.Page.GetByRole(AriaRole.Figure, new() { Name = name, Exact = true });
}
