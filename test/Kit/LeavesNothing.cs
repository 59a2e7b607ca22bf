using Xunit;

namespace Hotcell.Kit;

/// <summary>A running Hotcell that test classes share.</summary>
public interface ISharedHotcell
{
    /// <summary>Process id of the keeper.</summary>
    int KeeperId { get; }

    /// <summary>Whether the sockets of cells are this process's own, and not those of a server.</summary>
    bool HoldsCells { get; }

    /// <summary>Runs an ordinary program, which must succeed.</summary>
    Task ServeAsync();
}

/// <summary>
/// For every test class that uses a shared Hotcell (IClassFixture): when its tests are over an ordinary program still runs, and no process, mount,
/// cgroup or descriptor is held that was not held before.
/// </summary>
public sealed class LeavesNothing<T>(T hotcell) : IAsyncLifetime
    where T : class, ISharedHotcell
{
    private LeakCheck? _before;

    public async ValueTask InitializeAsync()
    {
        // What is opened once must be open.
        await hotcell.ServeAsync();
        var before = await LeakCheck.TakeAsync(hotcell.KeeperId);

        // A client of a server keeps idle connections, which are no leak.
        _before = hotcell.HoldsCells ? before : before with { ClientDescriptors = int.MaxValue };
    }

    public async ValueTask DisposeAsync()
    {
        await hotcell.ServeAsync();
        await _before!.AssertNothingLeftAsync();
    }
}
