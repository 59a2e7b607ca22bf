using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>Programs to begin with.</summary>
public sealed class ExamplesTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    [Fact]
    public async Task The_one_that_is_chosen_comes_with_its_input()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Python");
        await page.Page.GetByLabel("Arguments").FillAsync("not of the example");
        var dialog = await OpenDialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stdin" }).First.ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.Page.GetByLabel("Standard input")).Not.ToBeEmptyAsync();
        await Expect(page.Page.GetByLabel("Arguments")).ToBeEmptyAsync();
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Done");
    }

    [Fact]
    public async Task And_with_its_arguments()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await (await OpenDialogAsync(page)).GetByRole(AriaRole.Button, new() { Name = "Args" }).ClickAsync();
        await Expect(page.Page.GetByLabel("Arguments")).Not.ToBeEmptyAsync();
        await page.Button("Run").ClickAsync();
        await Expect(page.Output).ToContainTextAsync("[two words]");
    }

    [Fact]
    public async Task They_are_chosen_by_keyboard()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("C++");
        await page.WriteAsync("// mine");
        await page.Button("Examples").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        var dialog = page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Examples in C++" });
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Hello" })).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.Editor).ToContainTextAsync("// mine");
        await Expect(page.Button("Examples")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Hello" })).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Editor).ToContainTextAsync("Hello, World!");
    }

    private static async Task<ILocator> OpenDialogAsync(Playground page)
    {
        await page.Button("Examples").ClickAsync();
        return page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Examples" });
    }
}
