using System.Text.Json.Nodes;
using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>Languages to choose from, and what the playground does for one of them.</summary>
public sealed class LanguageTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    [Fact]
    public async Task A_language_begins_with_its_example_and_is_remembered_with_the_program()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("C++");
        await Expect(page.Editor).ToContainTextAsync("Hello, World!");
        await page.WriteAsync("// mine");
        await page.Page.ReloadAsync();
        await Expect(page.Editor).ToContainTextAsync("// mine");
        await Expect(page.Page.GetByRole(AriaRole.Combobox)).ToHaveValueAsync("C++");
    }

    [Fact]
    public async Task Languages_are_found_by_other_names_too()
    {
        var page = await OpenAsync(server);
        await page.Page.GetByRole(AriaRole.Combobox).FillAsync("gcc");
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("C");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Those_that_are_not_available_are_not_offered()
    {
        var page = await OpenAsync(server);
        var available = new List<string>();
        await page.Page.RouteAsync("**/api/v1/languages", async route =>
        {
            var answer = await route.FetchAsync();
            var document = JsonNode.Parse(await answer.TextAsync())!;
            var languages = document["languages"]!.AsArray();
            languages.Single(one => (string)one!["id"]! == "bash")!["available"] = false;
            available.AddRange(languages.Where(one => (bool)one!["available"]!).Select(one => (string)one!["name"]!));
            await route.FulfillAsync(new() { Response = answer, Body = document.ToJsonString() });
        });
        await page.Page.ReloadAsync();
        await Expect(page.Page.GetByRole(AriaRole.Combobox)).ToHaveValueAsync("Python");
        await page.Page.GetByRole(AriaRole.Combobox).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(available.Count);
        var offered = await page.Page.GetByRole(AriaRole.Option).EvaluateAllAsync<string[]>("options => options.map(option => option.firstChild.textContent)");
        Assert.DoesNotContain("Bash", offered);
        Assert.Equal(available.Order(StringComparer.Ordinal), offered.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Python", "print('seen') # said", "# said")]
    [InlineData("Bash", "echo 'seen' # said", "# said")]
    [InlineData("C", "int main(void) { return 0; } // said", "// said")]
    public async Task Comments_look_different_from_the_rest(string language, string code, string comment)
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync(language);
        await page.WriteAsync(code);
        var plain = await page.Editor.EvaluateAsync<string>("editor => getComputedStyle(editor).color");
        await Expect(page.Editor.GetByText(comment, new() { Exact = true })).Not.ToHaveCSSAsync("color", plain);
    }

    [Fact]
    public async Task An_html_program_is_shown_where_it_reaches_nothing()
    {
        var page = await OpenAsync(server);
        Assert.SkipUnless(await page.OffersAsync("HTML"), "HTML is not installed");
        await page.ChooseAsync("HTML");
        await page.WriteAsync("<h1>Shown</h1><p id=p></p><script>let why; try { why = parent.document.title } catch (e) { why = e.name } fetch('/health').catch(e => document.getElementById('p').textContent = why + ' ' + e.name)</script>");
        await page.Button("Run").ClickAsync();
        var frame = page.Page.FrameLocator("iframe[title=Preview]");
        await Expect(frame.GetByRole(AriaRole.Heading, new() { Name = "Shown" })).ToBeVisibleAsync();
        await Expect(frame.Locator("#p")).ToHaveTextAsync("SecurityError TypeError");
        page.Forgive(); // of the fetch that was refused
    }

    [Fact]
    public async Task A_style_sheet_is_shown_on_a_page()
    {
        var page = await OpenAsync(server);
        Assert.SkipUnless(await page.OffersAsync("CSS"), "CSS is not installed");
        await page.ChooseAsync("CSS");
        await page.WriteAsync("h1 { color: rgb(1, 2, 3) }");
        await page.Button("Run").ClickAsync();
        await Expect(page.Page.FrameLocator("iframe[title=Preview]").GetByRole(AriaRole.Heading)).ToHaveCSSAsync("color", "rgb(1, 2, 3)");
    }
}
