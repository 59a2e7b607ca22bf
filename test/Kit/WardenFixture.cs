using Hotcell.Engine;
using Hotcell.Engine.Executions;
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

    /// <summary>Whether whoever runs the launcher's command may make files beside the socket.</summary>
    public bool IsOpenToAll { get; init; }

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
        if (IsOpenToAll)
        {
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);
        }

        string[] command = [.. Launcher, Machine.Warden, "--socket", Socket, "--until-stdin-closes", "--languages", Machine.Languages, .. Images.SelectMany(image => image.Options), .. options];
        _keeper = Child.Start(command[0], command[1..]);
        await Eventually.HoldsAsync(() => _keeper.HasExited || File.Exists(Socket), "the warden's socket appears");
        Assert.False(_keeper.HasExited, $"The warden ended at once:\n{_keeper.Log}");
    }

    /// <summary>An engine of its own, connected. Its ready cells are gone soon after the last program, so that a look at what is left finds nothing.</summary>
    public async Task<HotcellEngine> ConnectAsync(Func<EngineOptions, EngineOptions>? configure = null)
    {
        var options = Patient(new EngineOptions { WardenSocket = Socket, LanguagesDirectory = Machine.Languages, Images = Images, ReadyTime = TimeSpan.FromSeconds(1), CompileCache = default });
        var engine = HotcellEngine.Create(configure?.Invoke(options) ?? options);
        using var patience = new CancellationTokenSource(Machine.Patience * TimeSpan.FromSeconds(20));
        await engine.StartAsync(patience.Token);
        return engine;
    }

    /// <summary>With more time for whoever asks for none; and where compiling takes long, no probe is compiled twice that is the same but for its arguments.</summary>
    private static EngineOptions Patient(EngineOptions options) => options with
    {
        Run = options.Run with { WallTime = Patient(options.Run.WallTime), CpuTime = Patient(options.Run.CpuTime) },
        Compile = options.Compile with { WallTime = Machine.Patience * options.Compile.WallTime, CpuTime = Machine.Patience * options.Compile.CpuTime },
        BackstopGrace = Machine.Patience * options.BackstopGrace,
        WardenPatience = Machine.Patience * options.WardenPatience,
        CompileCache = Machine.Patience > 1 ? ByteSize.FromMebibytes(64) : default,
    };

    private static LimitRange<TimeSpan> Patient(LimitRange<TimeSpan> range) =>
        range with { Default = TimeSpan.FromTicks(Math.Min(range.Maximum.Ticks, (Machine.Patience * range.Default).Ticks)) };

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
