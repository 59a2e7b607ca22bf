using System.Net.Http.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>A server that asks for keys, and the tool that makes them: both as the server's user, as <c>./hotcell</c> starts them.</summary>
public sealed class KeyedServer : IAsyncLifetime
{
    /// <summary>Name of the key that every such server has.</summary>
    public const string Owner = "owner";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");
    private ServerFixture? _server;
    private string? _key;

    /// <summary>More options of the server.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    public ServerFixture Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>The secret of a key that may do everything.</summary>
    public string Key => _key ?? throw new InvalidOperationException("The server has not been started.");

    public string KeyFile => Path.Combine(_folder.FullName, "keys.json");

    public async ValueTask InitializeAsync()
    {
        // The server's user makes the file here, and owns it alone.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);
        _key = await AddAsync(Owner, "--role", "user", "--role", "operator");
        _server = new ServerFixture { Options = ["--keys", KeyFile, .. Options] };
        await _server.InitializeAsync();
    }

    /// <summary>Makes a key and returns its secret.</summary>
    public async Task<string> AddAsync(string name, params IEnumerable<string> options)
    {
        var (code, log) = await ToolAsync(["add", name, .. options]);
        Assert.True(code == 0, log);
        return log.Split('\n').Single(line => line.StartsWith("hotcell_", StringComparison.Ordinal));
    }

    /// <summary>Runs <c>hotcell keys</c>.</summary>
    public async Task<(int Code, string Log)> ToolAsync(params IEnumerable<string> args)
    {
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Machine.ServerUid}", $"--regid={Machine.ServerUid}", "--clear-groups"] : [];
        string[] command = [.. user, ServerFixture.Dotnet, Machine.CliDll, "keys", .. args];
        await using var tool = Child.Start(command[0], command[1..], new Dictionary<string, string?> { ["HOTCELL_KEYS"] = KeyFile, ["DOTNET_EnableDiagnostics"] = "0" });
        return (await tool.WaitForExitAsync(TimeSpan.FromMinutes(1)), tool.Log);
    }

    /// <summary>Posts with a key; null: without one.</summary>
    public async Task<HttpResponseMessage> PostAsync(string? key, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        return await SendAsync(key, request);
    }

    public async Task<HttpResponseMessage> GetAsync(string? key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(key, request);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Sends with a key; null: without one.</summary>
    public Task<HttpResponseMessage> SendAsync(string? key, HttpRequestMessage request)
    {
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        return Server.Client.SendAsync(request);
    }
}
