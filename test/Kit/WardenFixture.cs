using Hotcell.Engine;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Kit;

/// <summary>A real warden with its socket in a folder of its own. Share one per test class (IClassFixture) or assembly.</summary>
public sealed class WardenFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");
    private Child? _keeper;

    /// <summary>What starts the warden, with its arguments; by default nothing does but ourselves.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>What cells see; for a warden of one's own. Default: what this run of the tests is about.</summary>
    public IReadOnlyList<ImageSource> Images { get; init; } = Machine.Images;

    /// <summary>Path of the control socket.</summary>
    public string Socket => Path.Combine(_folder.FullName, "warden.sock");

    /// <summary>Process id of the keeper, which restarts the warden.</summary>
    public int KeeperId => Keeper.Id;

    /// <summary>Process id of the living warden.</summary>
    public int WardenId => Processes.WardenOf(KeeperId);

    public string Log => Keeper.Log;

    private Child Keeper => _keeper ?? throw new InvalidOperationException("The warden has not been started.");

    public ValueTask InitializeAsync() => InitializeAsync([]);

    /// <summary>With more options of the keeper.</summary>
    public async ValueTask InitializeAsync(params string[] options)
    {
        string[] command = [.. Launcher, Machine.Warden, "--socket", Socket, "--until-stdin-closes", "--languages", Machine.Languages, .. Images.SelectMany(image => image.Options), .. options];
        _keeper = Child.Start(command[0], command[1..]);
        await Eventually.HoldsAsync(() => _keeper.HasExited || File.Exists(Socket), "the warden's socket appears");
        Assert.False(_keeper.HasExited, $"The warden ended at once:\n{_keeper.Log}");
    }

    /// <summary>An engine of its own, connected. Its ready cells are gone soon after the last program, so that a look at what is left finds nothing.</summary>
    public async Task<HotcellEngine> ConnectAsync(Func<EngineOptions, EngineOptions>? configure = null)
    {
        var options = new EngineOptions { WardenSocket = Socket, LanguagesDirectory = Machine.Languages, Images = Images, ReadyTime = TimeSpan.FromSeconds(1), CompileCache = default };
        var engine = HotcellEngine.Create(configure?.Invoke(options) ?? options);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await engine.StartAsync(patience.Token);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
