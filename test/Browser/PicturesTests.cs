using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>The pictures of the documentation can be taken, and are small. <c>HOTCELL_PICTURES</c> names a folder that they are written into.</summary>
public sealed class PicturesTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    private const int MostBytes = 200 * 1024;

    private const string Game = """
        import random

        number = random.Random(8).randint(1, 100)
        print("I think of a number from 1 to 100.")
        tries = 0
        while True:
            tries += 1
            guess = int(input(f"\x1b[1m{tries}. guess?\x1b[0m "))
            if guess == number:
                break
            print("\x1b[33mhigher\x1b[0m" if guess < number else "\x1b[36mlower\x1b[0m")

        print(f"\x1b[32mFound in {tries}.\x1b[0m")
        """;

    private static readonly ViewportSize s_window = new() { Width = 1200, Height = 720 };

    [Fact]
    public async Task Of_the_playground_in_light()
    {
        const string code = """
            def primes(most):
                sieve = [True] * (most + 1)
                for n in range(2, most + 1):
                    if sieve[n]:
                        yield n
                        for multiple in range(n * n, most + 1, n):
                            sieve[multiple] = False


            most = int(input())
            found = list(primes(most))
            print(*found)
            print(f"{len(found)} primes up to {most}")
            """;
        var page = await OpenAsync(server, options: new() { ViewportSize = s_window, ColorScheme = ColorScheme.Light });
        await page.ChooseAsync("Python");
        await page.Page.GetByLabel("Standard input").FillAsync("100\n");
        await page.RunAsync("Python", code, "Done");
        await TakeAsync(page, "playground-light");
    }

    [Fact]
    public async Task Of_the_playground_in_dark()
    {
        const string code = """
            #include <stdio.h>

            int main(void)
            {
                for (int i = 1; i <= 10; i++) {
                    printf("%d squared is %d\n", i, squared);
                }
                return 0;
            }
            """;
        var page = await OpenAsync(server, options: new() { ViewportSize = s_window, ColorScheme = ColorScheme.Dark });
        await page.RunAsync("C", code, "It does not compile");
        await TakeAsync(page, "playground-dark");
    }

    [Fact]
    public async Task Of_a_terminal()
    {
        var page = await OpenAsync(server, options: new() { ViewportSize = s_window, ColorScheme = ColorScheme.Dark });
        await PlayAsync(page);
        await TakeAsync(page, "terminal");
    }

    [Fact]
    public async Task Of_a_phone()
    {
        var page = await OpenAsync(server, options: new() { ViewportSize = new() { Width = 390, Height = 844 }, DeviceScaleFactor = 2, HasTouch = true, IsMobile = true, ColorScheme = ColorScheme.Light });
        await PlayAsync(page);
        await page.Status.ScrollIntoViewIfNeededAsync();
        await TakeAsync(page, "phone");
    }

    [Fact]
    public async Task Of_the_status()
    {
        const int Looks = 40;
        var page = await OpenAsync(server, options: new() { ViewportSize = new() { Width = 1200, Height = 1000 }, ColorScheme = ColorScheme.Light });
        await page.Page.Clock.InstallAsync();
        await page.GoAsync(new Uri(server.Client.BaseAddress!, "/status"));
        await Expect(page.Page.GetByText("0 executions")).ToBeVisibleAsync();
        string[] codes = ["print(1)", "import time; time.sleep(0.1)", "exit(3)", "print(sum(range(10**6)))", "1/0", "bytearray(10**9)"];
        for (var look = 0; look < Looks; look++)
        {
            var programs = codes.Take((look * 5 % 7) + 1).Select(code => server.RunAsync(new { language = "python", code })).Append(server.RunAsync(new { language = "bash", code = "exit 1" })).ToList();
            await page.Page.RunAndWaitForResponseAsync(() => page.Page.Clock.RunForAsync(2000), response => response.Url.EndsWith("/metrics", StringComparison.Ordinal));
            await Task.WhenAll(programs);
        }

        await TakeAsync(page, "status");
    }

    private static async Task PlayAsync(Playground page)
    {
        await page.StartInTerminalAsync("Python", Game);
        string[] guesses = ["50", "25", "37"];
        for (var i = 0; i < guesses.Length; i++)
        {
            await Expect(page.Terminal).ToContainTextAsync($"{i + 1}. guess?");
            await page.EnterAsync(guesses[i]);
        }

        await Expect(page.Terminal).ToContainTextAsync("4. guess?");
    }

    private static async Task TakeAsync(Playground page, string name)
    {
        var picture = await page.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        Assert.InRange(picture.Length, 1024, MostBytes);
        if (Environment.GetEnvironmentVariable("HOTCELL_PICTURES") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture, TestContext.Current.CancellationToken);
        }
    }
}
