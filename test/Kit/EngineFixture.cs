using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Kit;

/// <summary>One warden and one engine. Share it per assembly.</summary>
public class EngineFixture : ISharedHotcell, IAsyncLifetime
{
    private HotcellEngine? _engine;

    public EngineFixture()
        : this(Machine.Images)
    {
    }

    /// <param name="images">What cells see.</param>
    protected EngineFixture(IReadOnlyList<ImageSource> images) => Warden = new() { Images = images };

    public WardenFixture Warden { get; }

    public HotcellEngine Engine => _engine ?? throw new InvalidOperationException("The engine has not been started.");

    public int KeeperId => Warden.KeeperId;

    public bool HoldsCells => true;

    public async ValueTask InitializeAsync()
    {
        await Warden.InitializeAsync();
        _engine = await Warden.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await Warden.DisposeAsync();
    }

    public Task ServeAsync() => Engine.AssertServesAsync();

    public Task<ExecutionResult> RunAsync(ExecutionRequest request) => Engine.RunAsync(request);
}
