using System.Diagnostics;
using System.Text;
using Hotcell.Bench.Machine;

namespace Hotcell.Bench.Subjects;

/// <summary>
/// A warden, and a real server under it where one is wanted, started as <c>./hotcell serve</c> starts them. They end when we do: their life
/// line is the pipe to the keeper's standard input.
/// </summary>
internal sealed class RunningHotcell : IAsyncDisposable
{
    private const string Ready = "hotcell listening on ";
    private const string WardenName = "hotcell-warden";

    /// <summary>What the server runs as when we are root: no account of the machine.</summary>
    private const string ServerUid = "64980";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private readonly Process _keeper;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private RunningHotcell(string socket, string? serverDll, ImageTree? tree, IEnumerable<string> options)
    {
        Socket = socket;
        string[] user = Environment.IsPrivilegedProcess ? ["--client-uid", ServerUid] : [];
        string[] images = tree is null ? [] : ["--image-store", $"debian={tree.Store}", "--image", "host=/"];
        string[] command = serverDll is null ? [] : ["--", Environment.ProcessPath!, serverDll, "--mode", "http", "--http-port", "0", .. options];
        var start = new ProcessStartInfo(FileFrom("HOTCELL_WARDEN"), ["--socket", socket, "--until-stdin-closes", "--languages", Bench.LanguagesFolder, .. images, .. user, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // as ./hotcell serve has it
        _keeper = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_keeper.StandardOutput), ReadAsync(_keeper.StandardError));
    }

    /// <summary>Path of the warden's control socket.</summary>
    public string Socket { get; }

    /// <summary>Where the server listens; null when there is none.</summary>
    public Uri? Address { get; private set; }

    public int KeeperId => _keeper.Id;

    public int WardenId => ProcessTree.ChildrenOf(KeeperId).Single(child => ProcessTree.NameOf(child) == WardenName);

    public int ServerId => ProcessTree.ChildrenOf(KeeperId).Single(child => ProcessTree.NameOf(child) != WardenName);

    /// <param name="folder">Gets the socket; the server's user must be able to enter it.</param>
    /// <param name="withServer">Whether a server is started too, from HOTCELL_SERVER_DLL.</param>
    /// <param name="tree">Its image has the languages; null: this machine has.</param>
    /// <param name="options">More of the server's.</param>
    /// <exception cref="BenchException">It did not start; the message has its log.</exception>
    public static async Task<RunningHotcell> StartAsync(string folder, bool withServer, ImageTree? tree = null, params IEnumerable<string> options)
    {
        var hotcell = new RunningHotcell(Path.Combine(folder, "warden.sock"), withServer ? FileFrom("HOTCELL_SERVER_DLL") : null, tree, options);
        try
        {
            await hotcell.WaitUntilReadyAsync(withServer);
            return hotcell;
        }
        catch
        {
            await hotcell.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        await _reading;
        _keeper.Dispose();
    }

    private static string FileFrom(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } path && File.Exists(path)
            ? path
            : throw new BenchException($"{variable} names no file; ./hotcell bench builds what is measured and sets it");

    private async Task WaitUntilReadyAsync(bool withServer)
    {
        if (withServer)
        {
            if (await Task.WhenAny(_address.Task, _reading, Task.Delay(s_patience)) == _address.Task)
            {
                Address = await _address.Task;
                return;
            }
        }
        else
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience && !_keeper.HasExited; await Task.Delay(s_interval))
            {
                if (File.Exists(Socket))
                {
                    return;
                }
            }
        }

        lock (_log)
        {
            throw new BenchException($"warden and server did not start:\n{_log}");
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }

            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                _address.TrySetResult(new Uri(line[Ready.Length..]));
            }
        }
    }
}
