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

        await AssertNoViolationAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_the_terminal(ColorScheme scheme)
    {
        var page = await OpenAsync(server, options: new() { ColorScheme = scheme, BypassCSP = true });
        await page.StartInTerminalAsync("Bash", "for colour in 30 31 32 33 34 35 36 37 90 93 97; do printf '\\e[%dmcolour %d\\e[0m\\n' $colour $colour; done; read -r -p 'name? '");
        await Assertions.Expect(page.Terminal).ToContainTextAsync("name? ");
        await AssertNoViolationAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_the_examples(ColorScheme scheme)
    {
        var page = await OpenAsync(server, options: new() { ColorScheme = scheme, BypassCSP = true });
        await page.Button("Examples").ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Hello" })).ToBeVisibleAsync();
        await AssertNoViolationAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_where_the_key_is_asked_for(ColorScheme scheme)
    {
        var page = await OpenAsync(server, options: new() { ColorScheme = scheme, BypassCSP = true });
        await page.Button("API key").ClickAsync();
        await Assertions.Expect(page.Page.GetByLabel("Key", new() { Exact = true })).ToBeVisibleAsync();
        await AssertNoViolationAsync(page);
    }

    private static async Task AssertNoViolationAsync(Playground page)
    {
        await page.Page.AddScriptTagAsync(new() { Path = s_axe });
        var found = await page.Page.EvaluateAsync<string>(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target + ' ' + node.failureSummary).join('; ')).join('\\n'))");
        Assert.True(found.Length == 0, found);
    }
}
