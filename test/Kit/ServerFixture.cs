using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Hotcell.Kit;

/// <summary>
/// The real server under a real warden, on a free port, as its users start it: the keeper runs <c>dotnet Hotcell.Server.dll</c> as an ordinary
/// user. Share one per test class; a test that ends or breaks it makes its own with <see cref="StartAsync"/>.
/// </summary>
public sealed class ServerFixture : ISharedHotcell, IAsyncLifetime
{
    /// <summary>Cells that wait for programs are gone soon after the last one, so that a look at what is left finds nothing.</summary>
    private const string ReadySeconds = "1";

    private const string Ready = "hotcell listening on ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");
    private Child? _keeper;
    private HttpClient? _client;
    private Uri? _grpc;

    /// <summary>Options of the server; without any, its ready cells are gone soon after the last program.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>A command, such as env(1) or prlimit(1), that is given the keeper's and executes it.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    public HttpClient Client => _client ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>Where it speaks gRPC.</summary>
    public Uri Grpc => _grpc ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>The keeper's process; its log holds what warden and server wrote.</summary>
    public Child Keeper => _keeper ?? throw new InvalidOperationException("The server has not been started.");

    public int KeeperId => Keeper.Id;

    public bool HoldsCells => false;

    /// <summary>Process id of the living warden.</summary>
    public int WardenId => Processes.WardenOf(Keeper.Id);

    /// <summary>Process id of the server.</summary>
    public int ServerId => Processes.CommandOf(Keeper.Id);

    /// <param name="wrapper">As <see cref="Wrapper"/>.</param>
    public static async Task<ServerFixture> StartAsync(params IReadOnlyList<string> wrapper)
    {
        var server = new ServerFixture { Wrapper = wrapper };
        await server.InitializeAsync();
        return server;
    }

    /// <summary>Starts keeper, warden and server; <paramref name="options"/> are the server's.</summary>
    public static Child Launch(string socket, params IEnumerable<string> options) => Launch([], socket, options);

    private static Child Launch(IEnumerable<string> wrapper, string socket, IEnumerable<string> options)
    {
        string[] user = Environment.IsPrivilegedProcess ? ["--client-uid", $"{Machine.ServerUid}"] : [];
        string[] command = [.. wrapper, Machine.Warden, "--socket", socket, "--until-stdin-closes", "--languages", Machine.Languages, .. Machine.Images.SelectMany(image => image.Options), .. user, "--", Dotnet, Machine.ServerDll, .. options];
        return Child.Start(command[0], command[1..]);
    }

    public async ValueTask InitializeAsync()
    {
        // The server's user must reach the socket.
        File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _keeper = Launch(Wrapper, Path.Combine(_folder.FullName, "warden.sock"), ["--http-port", "0", "--grpc-port", "0", .. Options.Count > 0 ? Options : ["--ready-time", ReadySeconds, "--compile-cache", "0"]]);
        var addresses = await AddressesOfAsync(_keeper);
        _client = NewClient(addresses[0]);
        _grpc = addresses[1];
    }

    /// <summary>Where a server that <paramref name="keeper"/> has started listens, when it does.</summary>
    public static async Task<IReadOnlyList<Uri>> AddressesOfAsync(Child keeper)
    {
        var line = await keeper.WaitForLineAsync(line => line.Contains(Ready, StringComparison.Ordinal));
        return [.. line[(line.IndexOf(Ready, StringComparison.Ordinal) + Ready.Length)..].Split(", ").Select(url => new Uri(url))];
    }

    /// <summary>A client with connections of its own.</summary>
    public HttpClient NewClient() => NewClient(Client.BaseAddress!);

    /// <summary>Posts <paramref name="body"/> as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, object body, CancellationToken cancellation = default) =>
        Client.PostAsync(path, JsonContent.Create(body), cancellation);

    /// <summary>Posts a request that must be answered with 200 and returns the answer.</summary>
    public async Task<JsonElement> PostOkAsync(string path, object body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}\n{Keeper.Log}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Runs <paramref name="body"/> through <c>POST /api/v1/executions</c>.</summary>
    public Task<JsonElement> RunAsync(object body) => PostOkAsync("/api/v1/executions", body);

    public async Task ServeAsync() => Assert.Equal("Ok", (await RunAsync(new { language = "bash", code = ":" })).GetProperty("verdict").GetString());

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The program that runs our assemblies.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "/usr/bin/dotnet";

    private static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
}
