using System.Globalization;
using System.Text.RegularExpressions;
using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>Programs whose input is typed while they run.</summary>
public sealed partial class TerminalTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    private const string Shell = "PS1='ready> ' exec bash --norc -i";

    [Fact]
    public async Task A_prompt_is_there_before_anything_is_typed()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Python", "print('hello', input('name? '))");
        await Expect(page.Terminal).ToContainTextAsync("name? ");
        await Expect(page.Status).ToHaveTextAsync("Running …");
        await page.EnterAsync("Ada");
        await Expect(page.Terminal).ToContainTextAsync("hello Ada");
        await Expect(page.Status).ToHaveTextAsync(new Regex(@"^Done · exit code 0 · [\d.]+ m?s · CPU \d+ ms · [\d.]+ MiB · (hot|cold)$"));
        await Expect(page.Button("Stop")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_game_is_played_to_its_end()
    {
        const string game = """
            import random
            number = random.randint(1, 100)
            tries = 0
            while True:
                tries += 1
                guess = int(input(f"{tries}. guess? "))
                if guess == number:
                    break
                print(guess, "is too low" if guess < number else "is too high")
            print(f"found in {tries}")
            """;
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Python", game);
        var (low, high) = (1, 100);
        for (var tries = 1; ; tries++)
        {
            await Expect(page.Terminal).ToContainTextAsync($"{tries}. guess? ");
            var guess = (low + high) / 2;
            await page.EnterAsync(guess.ToString(CultureInfo.InvariantCulture));
            await Expect(page.Terminal).ToContainTextAsync(new Regex($"\\b{guess} is too (low|high)|found in {tries}"));
            var text = await page.Terminal.TextContentAsync() ?? "";
            if (text.Contains($"found in {tries}", StringComparison.Ordinal))
            {
                break;
            }

            (low, high) = text.Contains($"{guess} is too low", StringComparison.Ordinal) ? (guess + 1, high) : (low, guess - 1);
        }

        await Expect(page.Status).ToContainTextAsync("Done");
    }

    [Fact]
    public async Task A_flood_of_output_is_stopped_by_hand()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Python", "n = 0\nwhile True:\n    n += 1\n    print('flood', n, 'x' * 60)");
        await Expect(page.Terminal).ToContainTextAsync("flood");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await page.Button("Stop").ClickAsync(new() { Timeout = 5000 });
        await Expect(page.Status).ToContainTextAsync("Stopped", new() { Timeout = 5000 });
        await AssertNoneIsLeftAsync();
    }

    [Fact]
    public async Task Nothing_of_a_flood_is_left_for_the_next_program()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", "yes flood of the first");
        await Expect(page.Terminal).ToContainTextAsync("flood");
        await page.WriteAsync("echo the second; sleep 1; echo its end");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Done");
        await Expect(Lines(page)).ToHaveTextAsync(["the second", "its end"]);
        await AssertNoneIsLeftAsync();
    }

    [Fact]
    public async Task Control_C_ends_what_runs_in_a_shell_and_not_the_shell()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", Shell);
        await Expect(page.Terminal).ToContainTextAsync("ready> ");
        await page.EnterAsync("echo begun; sleep 60");
        await Expect(page.Terminal).ToContainTextAsync(new Regex(@"sleep 60\s*begun"));
        await page.Page.Keyboard.PressAsync("Control+c");
        await Expect(page.Terminal).ToContainTextAsync(new Regex(@"\^C\s*ready> "));
        await page.EnterAsync("echo code $?");
        await Expect(page.Terminal).ToContainTextAsync("code 130");
        await page.Page.Keyboard.PressAsync("Control+d");
        await Expect(page.Status).ToContainTextAsync("exit code 0");
    }

    /// <summary>It asks the terminal where the cursor is, and waits for the answer.</summary>
    [Fact]
    public async Task A_repl_that_draws_its_own_lines_works()
    {
        var page = await OpenAsync(server);
        Assert.SkipUnless(await page.OffersAsync("Ruby"), "Ruby is not installed");
        await page.StartInTerminalAsync("Ruby", "require 'irb'; IRB.start");
        await Expect(page.Terminal).ToContainTextAsync("irb(main)");
        await page.EnterAsync("6 * 7");
        await Expect(page.Terminal).ToContainTextAsync("=> 42");
        await page.Page.Keyboard.PressAsync("Control+d");
        await Expect(page.Status).ToContainTextAsync("exit code 0");
    }

    [Fact]
    public async Task What_phones_have_no_keys_for_has_buttons()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", "trap 'echo interrupted' INT; echo begun; sleep 60; cat; echo input has ended");
        await Expect(page.Terminal).ToContainTextAsync("begun");
        await page.Button("Ctrl+C").ClickAsync();
        await Expect(page.Terminal).ToContainTextAsync("interrupted");
        await page.Button("End input").ClickAsync();
        await Expect(page.Terminal).ToContainTextAsync("input has ended");
        await Expect(page.Status).ToContainTextAsync("Done");
    }

    [Fact]
    public async Task The_terminal_has_the_size_that_is_seen()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", Shell);
        var wide = await SizeAsync(page, "wide");
        await page.Page.SetViewportSizeAsync(900, 500);
        await Expect(page.Terminal.GetByRole(AriaRole.List).GetByRole(AriaRole.Listitem)).Not.ToHaveCountAsync(wide.Rows);
        var small = await SizeAsync(page, "small");
        Assert.True(small.Rows < wide.Rows && small.Columns < wide.Columns, $"{wide} {small}");
        await Expect(page.Terminal.GetByRole(AriaRole.List).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(small.Rows);
    }

    [Fact]
    public async Task A_program_ends_within_a_second_of_its_tab()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", "echo begun; sleep 600");
        await Expect(page.Terminal).ToContainTextAsync("begun");
        Assert.Equal(1, await InteractiveAsync());
        await page.Page.CloseAsync(new() { RunBeforeUnload = true });
        await AssertNoneIsLeftAsync();
    }

    [Fact]
    public async Task After_a_lost_connection_nothing_is_missing()
    {
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenAsync(tunnel.Address);
        await page.StartInTerminalAsync("Bash", "echo before; read -r -p 'name? ' name; for i in 1 2 3; do echo hello $name $i; done");
        await Expect(page.Terminal).ToContainTextAsync("name? ");
        tunnel.Cut();
        await Expect(page.Status).ToContainTextAsync("The connection is lost");
        await page.EnterAsync("Ada");
        tunnel.Mend();
        await Expect(page.Terminal).ToContainTextAsync("hello Ada 3");
        await Expect(page.Status).ToContainTextAsync("Done");
        await Expect(Lines(page)).ToHaveTextAsync(["before", "name? Ada", "hello Ada 1", "hello Ada 2", "hello Ada 3"]);
        page.Forgive(); // of the connections that broke
    }

    [Fact]
    public async Task In_a_flood_too()
    {
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenAsync(tunnel.Address);
        await page.StartInTerminalAsync("Bash", "seq 300000; echo the end");
        for (var cuts = 0; cuts < 2; cuts++)
        {
            await Expect(page.Terminal).ToContainTextAsync(new Regex(@"\d{4}"));
            tunnel.Cut();
            await Expect(page.Status).ToContainTextAsync("The connection is lost");
            tunnel.Mend();
            await Expect(page.Status).ToHaveTextAsync(new Regex("^(Running …|Done)"));
        }

        await Expect(page.Status).ToContainTextAsync("Done");
        var lines = Lines(page);
        await Expect(lines.Last).ToHaveTextAsync("the end");
        var numbers = (await lines.AllTextContentsAsync()).SkipLast(1).Select(line => int.Parse(line.Trim(), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(300_001 - numbers.Count, numbers.Count), numbers);
        page.Forgive(); // of the connections that broke
    }

    [Fact]
    public async Task Without_the_connection_a_program_can_still_be_stopped()
    {
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenAsync(tunnel.Address);
        await page.StartInTerminalAsync("Bash", "sleep 600");
        tunnel.Cut();
        await Expect(page.Status).ToContainTextAsync("The connection is lost");
        await page.Button("Stop").ClickAsync();
        tunnel.Mend();
        await Expect(page.Status).ToContainTextAsync("Stopped");
        page.Forgive(); // of the connections that broke
    }

    [Fact]
    public async Task Escape_twice_leaves_the_terminal_and_once_is_the_programs()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("Bash", "read -r -s -n 1 key; printf 'key %q\\n' \"$key\"; sleep 60");
        await Expect(page.TerminalInput).ToBeFocusedAsync();
        await Expect(page.TerminalInput).ToHaveAccessibleDescriptionAsync(new Regex("Escape twice leaves the terminal"));
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Terminal).ToContainTextAsync("key $'\\E'");
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.TerminalInput).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Button("Stop")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Status).ToContainTextAsync("Stopped");
    }

    [Fact]
    public async Task What_is_on_the_clipboard_is_pasted()
    {
        var page = await OpenAsync(server, options: new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await page.StartInTerminalAsync("Bash", "read -r -p 'text? ' text; echo \"got $text\"");
        await Expect(page.Terminal).ToContainTextAsync("text? ");
        await page.Page.EvaluateAsync("navigator.clipboard.writeText('pästed')");
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Terminal).ToContainTextAsync("got pästed");
    }

    [Fact]
    public async Task A_compile_error_leads_to_its_line()
    {
        var page = await OpenAsync(server);
        await page.UseTerminalAsync();
        await page.RunAsync("C", "int main(void)\n{\n    return nothing;\n}\n", "It does not compile");
        await Expect(page.Terminal).ToContainTextAsync("nothing");
        await Places(page).First.ClickAsync();
        await Expect(page.Editor).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Errors_of_a_program_that_takes_the_place_of_one_in_the_terminal_lead_to_their_lines()
    {
        var page = await OpenAsync(server);
        await page.StartInTerminalAsync("C", "#include <unistd.h>\nint main(void) { return pause(); }\n");
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "before the run" }).CheckAsync();
        await page.RunAsync("C", "int main(void)\n{\n    return nothing;\n}\n", "It does not compile");
        await Expect(Places(page).First).ToContainTextAsync("3");
        await AssertNoneIsLeftAsync();
    }

    [Fact]
    public async Task A_terminal_that_comes_too_late_is_nobodys()
    {
        var wanted = new TaskCompletionSource();
        var page = await OpenAsync(server);
        await page.Page.RouteAsync(new Regex(@"/assets/panel-.*\.js"), async route =>
        {
            await wanted.Task;
            await route.ContinueAsync();
        });
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "while it runs (terminal)" }).CheckAsync();
        await page.ChooseAsync("Python");
        await page.WriteAsync("import time\ntime.sleep(3)\nnothing\n");
        await page.Button("Run").ClickAsync();
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "before the run" }).CheckAsync();
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToHaveTextAsync("Running …");
        wanted.SetResult();
        await Expect(page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Terminal", IncludeHidden = true })).ToBeAttachedAsync();
        await Expect(page.Status).ToContainTextAsync("exit code 1");
        await Expect(Places(page).First).ToContainTextAsync("3");
    }

    [Fact]
    public async Task No_screen_is_too_large()
    {
        var page = await OpenAsync(server, options: new() { ViewportSize = new() { Width = 24_000, Height = 600 } });
        await page.StartInTerminalAsync("Bash", Shell);
        Assert.Equal(1000, (await SizeAsync(page, "large")).Columns);
    }

    [Fact]
    public async Task It_is_remembered_that_input_is_typed()
    {
        var page = await OpenAsync(server);
        await Expect(page.Page.GetByLabel("Standard input")).ToBeVisibleAsync();
        await page.UseTerminalAsync();
        await Expect(page.Page.GetByLabel("Standard input")).ToBeHiddenAsync();
        await page.Page.ReloadAsync();
        await Expect(page.TerminalInput).ToBeAttachedAsync();
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "before the run" }).CheckAsync();
        await Expect(page.Output).ToBeVisibleAsync();
        await Expect(page.Terminal).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Whoever_types_has_more_time_than_a_program_of_its_own()
    {
        var page = await OpenAsync(server);
        await page.UseTerminalAsync();
        await page.Page.GetByLabel("Seconds").FillAsync("3000");
        await page.StartInTerminalAsync("Bash", "read -r -p 'more? '");
        await Expect(page.Terminal).ToContainTextAsync("more? ");
        await page.Page.GetByLabel("Seconds").FillAsync("1");
        await page.Button("Run").ClickAsync();
        await Expect(page.Status).ToContainTextAsync("Took too long");
    }

    [Fact]
    public async Task The_key_is_sent_where_one_is_needed()
    {
        const string Key = "a-key-of-at-least-thirty-two-characters";
        await using var own = await ServerFixture.StartAsync("/usr/bin/env", $"API_KEY={Key}");
        var page = await OpenAsync(own);
        await page.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key);
        await page.Button("Keep").ClickAsync();
        await page.StartInTerminalAsync("Bash", "read -r -p 'who? ' who; echo let $who in");
        await page.EnterAsync("Ada");
        await Expect(page.Terminal).ToContainTextAsync("let Ada in");
        page.Forgive(); // of the 401 before
    }

    /// <summary>What a screen reader finds on the screen, without empty lines.</summary>
    private static ILocator Lines(Playground page) => page.Terminal.GetByRole(AriaRole.List).GetByRole(AriaRole.Listitem).Filter(new() { HasTextRegex = new Regex(@"\S") });

    private static ILocator Places(Playground page) => page.Page.GetByRole(AriaRole.List, new() { Name = "Places with errors" }).GetByRole(AriaRole.Button);

    /// <summary>As the program is told.</summary>
    private static async Task<(int Rows, int Columns)> SizeAsync(Playground page, string mark)
    {
        await page.TerminalInput.FocusAsync();
        await page.EnterAsync($"echo {mark} is $(stty size)");
        var told = new Regex($@"{mark} is (\d+) (\d+)");
        await Expect(page.Terminal).ToContainTextAsync(told);
        var groups = told.Match(await page.Terminal.TextContentAsync() ?? "").Groups;
        return (int.Parse(groups[1].Value, CultureInfo.InvariantCulture), int.Parse(groups[2].Value, CultureInfo.InvariantCulture));
    }

    private async Task<int> InteractiveAsync() =>
        int.Parse(InteractiveGauge().Match(await server.Client.GetStringAsync("/metrics")).Groups[1].Value, CultureInfo.InvariantCulture);

    private Task AssertNoneIsLeftAsync() => Eventually.HoldsAsync(() => InteractiveAsync().GetAwaiter().GetResult() == 0, "no interactive program is left", TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"^hotcell_executions_interactive(?:\{[^}]*\})? (\d+)", RegexOptions.Multiline)]
    private static partial Regex InteractiveGauge();
}
