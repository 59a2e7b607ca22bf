using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;

namespace Hotcell.Browser;

/// <summary>The rules that axe can check, of WCAG 2.2 up to AA, in light and dark.</summary>
public sealed class AccessibilityTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    private static readonly string s_axe = Environment.GetEnvironmentVariable("HOTCELL_AXE") ?? Path.Combine(Machine.Repository, "web/node_modules/axe-core/axe.min.js");

    [Theory]
    [InlineData("/", ColorScheme.Light)]
    [InlineData("/", ColorScheme.Dark)]
    [InlineData("/status", ColorScheme.Light)]
    [InlineData("/status", ColorScheme.Dark)]
    public async Task Axe_finds_nothing(string path, ColorScheme scheme)
    {
        // axe is no part of the page, whose policy would keep it out.
        var page = await OpenAsync(server, path, new() { ColorScheme = scheme, BypassCSP = true });
        if (path == "/")
        {
            await page.RunAsync("C", "int main(void) { return nothing; }", "It does not compile");
            await page.Page.GetByText("Tests", new() { Exact = true }).ClickAsync();
            await page.Button("+ Test").ClickAsync();
        }
        else
        {
            await Assertions.Expect(page.Page.GetByText("Ready cells")).ToBeVisibleAsync();
        }

        await page.Page.AddScriptTagAsync(new() { Path = s_axe });
        var found = await page.Page.EvaluateAsync<string>(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target + ' ' + node.failureSummary).join('; ')).join('\\n'))");
        Assert.True(found.Length == 0, found);
    }
}
