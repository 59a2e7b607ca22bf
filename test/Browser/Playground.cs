using Hotcell.Kit;
using Microsoft.Playwright;

namespace Hotcell.Browser;

/// <summary>The page as a person meets it: everything is found by its role and name.</summary>
internal sealed class Playground : IAsyncDisposable
{
    /// <summary>For what a program or a slow machine may take.</summary>
    private const float PatienceMs = 60_000;

    private readonly List<string> _complaints = [];
    private readonly IBrowserContext _context;

    private Playground(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public ILocator Output => Page.GetByRole(AriaRole.Log, new() { Name = "Output" });

    /// <summary>What it shows, and above it.</summary>
    public ILocator Terminal => Page.GetByRole(AriaRole.Group, new() { Name = "Terminal" });

    /// <summary>What keys are typed into.</summary>
    public ILocator TerminalInput => Page.GetByRole(AriaRole.Textbox, new() { Name = "Terminal" });

    public ILocator Status => Page.GetByRole(AriaRole.Status).Last;

    public ILocator Editor => Page.GetByRole(AriaRole.Textbox, new() { Name = "Program" });

    /// <summary>What the browser has complained of.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Playground> OpenAsync(BrowserFixture fixture, BrowserNewContextOptions? options)
    {
        var context = await fixture.Browser.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(PatienceMs);
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        var playground = new Playground(context, await context.NewPageAsync());
        playground.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                playground._complaints.Add($"{message.Text} ({message.Location})");
            }
        };
        playground.Page.PageError += (_, error) => playground._complaints.Add(error);
        return playground;
    }

    public Task GoAsync(Uri address) => Page.GotoAsync(address.ToString());

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Whether the server has a language of this name.</summary>
    public async Task<bool> OffersAsync(string language)
    {
        var answer = await Page.APIRequest.GetAsync(new Uri(new Uri(Page.Url), "/api/v1/languages").ToString());
        var languages = (await answer.JsonAsync())!.Value.GetProperty("languages").EnumerateArray();
        return languages.Any(one => one.GetProperty("name").GetString() == language && one.GetProperty("available").GetBoolean());
    }

    public async Task ChooseAsync(string language)
    {
        var chooser = Page.GetByRole(AriaRole.Combobox, new() { Name = "Language" });
        await chooser.FillAsync(language);
        await Assertions.Expect(Page.GetByRole(AriaRole.Option).First).ToContainTextAsync(language);
        await chooser.PressAsync("Enter");
    }

    /// <summary>Replaces the file that is shown.</summary>
    public async Task WriteAsync(string code)
    {
        await Editor.FocusAsync();
        await Page.Keyboard.PressAsync("Control+a");
        await Page.Keyboard.InsertTextAsync(code);
    }

    /// <summary>Runs a program by hand, and waits for what the status line says.</summary>
    public async Task RunAsync(string language, string code, string status)
    {
        await ChooseAsync(language);
        await WriteAsync(code);
        await Button("Run").ClickAsync();
        await Assertions.Expect(Status).ToContainTextAsync(status);
    }

    /// <summary>Input comes while programs run.</summary>
    public async Task UseTerminalAsync()
    {
        await Page.GetByRole(AriaRole.Radio, new() { Name = "while it runs (terminal)" }).CheckAsync();
        await Assertions.Expect(TerminalInput).ToBeAttachedAsync();
    }

    /// <summary>Starts a program in the terminal, which then has the keyboard.</summary>
    public async Task StartInTerminalAsync(string language, string code)
    {
        await UseTerminalAsync();
        await ChooseAsync(language);
        await WriteAsync(code);
        await Button("Run").ClickAsync();
        await Assertions.Expect(Status).ToHaveTextAsync("Running …");
    }

    public async Task EnterAsync(string line)
    {
        await Page.Keyboard.TypeAsync(line);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The browser has complained of what it should have: forget it.</summary>
    public void Forgive() => _complaints.Clear();

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
