using Hotcell.Engine;
using Hotcell.Kit;
using Hotcell.Languages;
using Xunit;

[assembly: AssemblyFixture(typeof(CellsFixture))]

namespace Hotcell.Languages;

/// <summary>One warden and one engine for all samples.</summary>
public sealed class CellsFixture : IAsyncLifetime
{
    private readonly WardenFixture _warden = new();
    private HotcellEngine? _engine;

    public HotcellEngine Engine => _engine ?? throw new InvalidOperationException("The engine has not been started.");

    public async ValueTask InitializeAsync()
    {
        await _warden.InitializeAsync();
        _engine = await _warden.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await _warden.DisposeAsync();
    }
}
