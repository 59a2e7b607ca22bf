using System.Text.Json;
using Hotcell.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hotcell.Browser;

/// <summary>What is typed while there is no connection, or finds no room, and how the page comes back to a program.</summary>
public sealed class LostConnectionTests(BrowserFixture browser, ServerFixture server) : PageTests(browser)
{
    private const string Lost = "The connection is lost";

    /// <summary>Bytes of the largest that the page sends.</summary>
    private const int Message = 64 * 1024;

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        var connections = 0;
        var page = await OpenAsync(server);
        await page.Page.RouteWebSocketAsync("**/executions/live", socket =>
        {
            switch (++connections)
            {
                case 1:
                    RefuseInput(socket);
                    break;
                case 2:
                    socket.OnMessage(_ => Refuse(socket, 429));
                    break;
                default:
                    socket.ConnectToServer();
                    break;
            }
        });
        await page.StartInTerminalAsync("Bash", "read -r -p 'name? ' name; echo hello $name");
        await Expect(page.Terminal).ToContainTextAsync("name? ");
        await page.EnterAsync("Ada");
        await Expect(page.Terminal).ToContainTextAsync("hello Ada");
        await Expect(page.Status).ToContainTextAsync("Done");
        Assert.Equal(3, connections);
    }

    [Fact]
    public async Task The_end_of_the_input_is_not_lost_with_the_connection()
    {
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenAsync(tunnel.Address);
        await page.StartInTerminalAsync("Bash", "echo begun; cat; echo input has ended");
        await Expect(page.Terminal).ToContainTextAsync("begun");
        await LoseAsync(page, tunnel);
        await page.EnterAsync("last line");
        await page.Button("End input").ClickAsync();
        await page.EnterAsync("too late");
        tunnel.Mend();
        await Expect(page.Terminal).ToContainTextAsync("input has ended");
        await Expect(page.Terminal).ToContainTextAsync("last line");
        await Expect(page.Status).ToContainTextAsync("Done");
        page.Forgive(); // of the connections that broke
    }

    [Fact]
    public async Task Nothing_is_sent_twice_when_more_was_typed_than_is_kept()
    {
        const string counting = """
            import os, tty
            tty.setraw(0)
            print("ready", end="\r\n", flush=True)
            count = 0
            while True:
                typed = os.read(0, 65536)
                count += typed.count(b"a")
                if b"?" in typed:
                    print(f"there are {count}", end="\r\n", flush=True)
            """;
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenWithClipboardAsync(tunnel.Address);
        await page.StartInTerminalAsync("Python", counting);
        await Expect(page.Terminal).ToContainTextAsync("ready");
        await LoseAsync(page, tunnel);
        await PasteAsync(page, new string('a', (5 * Message) - 2000));
        tunnel.Mend();
        await Expect(page.Terminal).ToContainTextAsync($"{Message} bytes that were typed are dropped");
        await Expect(page.Status).ToHaveTextAsync("Running …");
        await page.Page.Keyboard.TypeAsync("?");
        await Expect(page.Terminal).ToContainTextAsync($"there are {(4 * Message) - 2000}");
        await LoseAsync(page, tunnel);
        await page.Page.Keyboard.TypeAsync("a?");
        tunnel.Mend();
        await Expect(page.Terminal).ToContainTextAsync($"there are {(4 * Message) - 1999}");
        page.Forgive(); // of the connections that broke
    }

    [Fact]
    public async Task What_is_typed_behind_something_that_found_no_room_is_not_lost()
    {
        // It begins to read long after all is sent.
        const string late = """
            import os, select, time, tty
            tty.setraw(0)
            print("ready", end="\r\n", flush=True)
            select.select([0], [], [])
            time.sleep(3)
            print("reading", end="\r\n", flush=True)
            typed = b""
            while not typed.endswith(b"."):
                typed += os.read(0, 65536)
            print("got", typed.lstrip(b"a").decode(), end="\r\n")
            """;
        await using var tunnel = new Tunnel(server.Client.BaseAddress!);
        var page = await OpenWithClipboardAsync(tunnel.Address);
        await page.StartInTerminalAsync("Python", late);
        await Expect(page.Terminal).ToContainTextAsync("ready");
        await PasteAsync(page, new string('a', 12 * Message) + "taken,");
        await Expect(page.Terminal).ToContainTextAsync("this is dropped");
        await Expect(page.Terminal).ToContainTextAsync("reading");
        await LoseAsync(page, tunnel);
        await page.Page.Keyboard.TypeAsync("kept.");
        tunnel.Mend();
        await Expect(page.Terminal).ToContainTextAsync("got taken,kept.");
        page.Forgive(); // of the connections that broke
    }

    /// <summary>As a server does that holds as many messages as it may.</summary>
    private static void RefuseInput(IWebSocketRoute socket)
    {
        var program = socket.ConnectToServer();
        var isRefused = false;
        socket.OnMessage(message =>
        {
            if (message.Text?.StartsWith('{') == true)
            {
                program.Send(message.Text);
            }
            else if (!isRefused)
            {
                isRefused = true;
                Refuse(socket, 503);
                _ = program.CloseAsync(new() { Code = 4000 });
            }
        });
    }

    private static void Refuse(IWebSocketRoute socket, int status)
    {
        socket.Send(JsonSerializer.Serialize(new { type = "error", problem = new { title = "Busy", status }, stdin = 0 }));
        _ = socket.CloseAsync(new() { Code = 1013 });
    }

    private static async Task LoseAsync(Playground page, Tunnel tunnel)
    {
        tunnel.Cut();
        await Expect(page.Status).ToContainTextAsync(Lost);
    }

    private static async Task PasteAsync(Playground page, string text)
    {
        await page.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await page.Page.Keyboard.PressAsync("Control+v");
    }

    private Task<Playground> OpenWithClipboardAsync(Uri address) => OpenAsync(address, new() { Permissions = ["clipboard-read", "clipboard-write"] });
}
