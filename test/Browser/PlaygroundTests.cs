using System.Text.Json;
using System.Text.RegularExpressions;
using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>What a person does in the playground.</summary>
public sealed class PlaygroundTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    [Fact]
    public async Task A_program_runs_and_says_how_it_went()
    {
        var page = await OpenAsync(server);
        await page.RunAsync("Python", "print('seen', 6 * 7)", "Done");
        await Expect(page.Output).ToContainTextAsync("seen 42");
        await Expect(page.Status).ToHaveTextAsync(new Regex(@"^Done · exit code 0 · \d+ ms · CPU \d+ ms · [\d.]+ MiB · (hot|cold)$"));
    }

    [Fact]
    public async Task Where_a_program_ran_and_without_what_is_told()
    {
        var page = await OpenAsync(server);
        await page.Page.RouteAsync("**/api/v1/executions", async route =>
        {
            var answer = await route.FetchAsync();
            var marked = (await answer.TextAsync()).Replace("\"isolation\":", "\"fallback\":\"judge0\",\"degraded\":[\"memory_cgroup\",\"cpu_cgroup\"],\"isolation\":", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = marked });
        });
        await page.RunAsync("Bash", "echo seen", "Done");
        await Expect(page.Status).ToContainTextAsync(" · ran on judge0 · without memory_cgroup, cpu_cgroup");
    }

    [Fact]
    public async Task Control_Enter_runs_the_program_from_the_editor()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.WriteAsync("echo by keyboard");
        await page.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Output).ToContainTextAsync("by keyboard");
    }

    [Fact]
    public async Task The_program_gets_input_arguments_and_limits()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.Page.GetByLabel("Standard input").FillAsync("from the box\n");
        await page.Page.GetByLabel("Arguments").FillAsync("one 'two three'");
        await page.Page.GetByLabel("MiB").FillAsync("4097");
        await page.WriteAsync("cat; echo $# \"$2\"");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("limits.memory_mb");
        page.Forgive(); // of a 400
        await page.Page.GetByLabel("MiB").FillAsync("64");
        await page.Button("Run").ClickAsync();
        await Expect(page.Output).ToContainTextAsync("from the box\n2 two three");
    }

    [Fact]
    public async Task Output_comes_while_the_program_runs_and_errors_are_told_apart()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.WriteAsync("echo first; echo second >&2; sleep 60");
        await page.Button("Run").ClickAsync();
        await Expect(page.Output).ToContainTextAsync("first");
        await Expect(page.Output.GetByRole(AriaRole.Group, new() { Name = "error output" })).ToHaveTextAsync("second\n");
        await Expect(page.Status).ToHaveTextAsync("Running …");
        await page.Button("Stop").ClickAsync();
    }

    [Fact]
    public async Task An_endless_loop_is_stopped_by_hand()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.Page.GetByLabel("Seconds").FillAsync("60");
        await page.WriteAsync("while :; do :; done");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToHaveTextAsync("Running …");
        await page.Button("Stop").ClickAsync();
        await Expect(page.Status).ToHaveTextAsync("Stopped");
        await Expect(page.Button("Stop")).ToBeDisabledAsync();
        await AssertNothingRunsAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_program_ends_within_a_second_of_its_page()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.Page.GetByLabel("Seconds").FillAsync("60");
        await page.WriteAsync("while :; do :; done");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToHaveTextAsync("Running …");
        await page.Page.CloseAsync(new() { RunBeforeUnload = true });
        await AssertNothingRunsAsync(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_is_undone_in_one_file_is_of_that_file()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Python");
        await page.WriteAsync("print('first file')");
        page.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync("other.py");
        await page.Button("+ File").ClickAsync();
        await page.Editor.FocusAsync();
        await page.Page.Keyboard.PressAsync("Control+z");
        await Expect(page.Editor).Not.ToContainTextAsync("first file");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "main.py" }).ClickAsync();
        await Expect(page.Editor).ToContainTextAsync("first file");
    }

    [Fact]
    public async Task A_compile_error_leads_to_its_line()
    {
        var page = await OpenAsync(server);
        await page.RunAsync("C", "int main(void)\n{\n    return nothing;\n}\n", "It does not compile");
        await page.Page.GetByRole(AriaRole.List, new() { Name = "Places with errors" }).GetByRole(AriaRole.Button).First.ClickAsync();
        await page.Page.Keyboard.PressAsync("Shift+End");
        await page.Page.Keyboard.InsertTextAsync("0;");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Done");
    }

    [Fact]
    public async Task Several_files_make_one_program()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Python");
        await page.WriteAsync("import other\nother.speak()\n");
        page.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync("other.py");
        await page.Button("+ File").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Tab, new() { Name = "other.py" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.WriteAsync("def speak():\n    print('from another file')\n");
        await page.Button("Run").ClickAsync();
        await Expect(page.Output).ToContainTextAsync("from another file");
    }

    [Fact]
    public async Task Each_test_gets_its_verdict()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.WriteAsync("read -r n; echo $((2 * n))");
        await page.Page.GetByText("Tests", new() { Exact = true }).ClickAsync();
        for (var i = 1; i <= 2; i++)
        {
            await page.Button("+ Test").ClickAsync();
            var test = page.Page.GetByRole(AriaRole.Group, new() { Name = $"Test {i}" });
            await test.GetByLabel("Input").FillAsync($"{i}");
            await test.GetByLabel("Expected output").FillAsync("2");
        }

        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Wrong answer");
        await Expect(page.Page.GetByRole(AriaRole.Status, new() { Name = "Verdict of test 1" })).ToContainTextAsync("passed");
        await Expect(page.Page.GetByRole(AriaRole.Status, new() { Name = "Verdict of test 2" })).ToContainTextAsync("WrongAnswer");
    }

    [Fact]
    public async Task Pictures_that_a_program_makes_are_shown_and_can_be_saved()
    {
        const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        var page = await OpenAsync(server);
        await page.RunAsync("Bash", $"echo {Dot} | base64 -d > dot.png", "Done");
        var picture = page.Page.GetByRole(AriaRole.Img, new() { Name = "dot.png" });
        await Expect(picture).ToBeVisibleAsync();
        await Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 1);
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Link, new() { Name = "Save dot.png" }).ClickAsync());
        Assert.Equal("dot.png", download.SuggestedFilename);
    }

    [Fact]
    public async Task A_link_holds_the_whole_program()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.WriteAsync("echo shared ünïcode");
        await page.Page.GetByLabel("Arguments").FillAsync("a b");
        await page.Button("Share").ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("#p=[A-Za-z0-9_-]+$"));

        var other = await OpenAsync(server, new Uri(page.Page.Url).PathAndQuery + new Uri(page.Page.Url).Fragment);
        await Expect(other.Editor).ToContainTextAsync("echo shared ünïcode");
        await Expect(other.Page.GetByLabel("Arguments")).ToHaveValueAsync("a b");
        await Expect(other.Page.GetByRole(AriaRole.Combobox)).ToHaveValueAsync("Bash");
    }

    [Fact]
    public async Task A_link_that_is_opened_takes_nothing_from_what_was_written_before()
    {
        var page = await OpenAsync(server);
        await page.ChooseAsync("Bash");
        await page.WriteAsync("echo shared");
        await page.Button("Share").ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("#p="));
        var link = page.Page.Url;
        await page.WriteAsync("echo mine");
        await page.Page.GotoAsync(link);
        await Expect(page.Editor).ToContainTextAsync("echo shared");
        await page.Page.GotoAsync(new Uri(new Uri(link), "/").ToString());
        await page.Page.ReloadAsync();
        await Expect(page.Editor).ToContainTextAsync("echo mine");
    }

    [Fact]
    public async Task On_a_phone_everything_is_within_its_width()
    {
        var page = await OpenAsync(server, options: new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        await page.RunAsync("Bash", "echo small screen", "Done");
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    /// <summary>Long before the server would stop what nobody reads, and the program's time is up.</summary>
    private Task AssertNothingRunsAsync(TimeSpan within) => Eventually.HoldsAsync(
        () => JsonDocument.Parse(server.Client.GetStringAsync("/health").GetAwaiter().GetResult()).RootElement.GetProperty("queue").GetProperty("running").GetInt32() == 0,
        "nothing runs any more",
        within);
}
