using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>A probe that runs until it is disposed of.</summary>
internal sealed class Running(int pid, Task running, CancellationTokenSource cancel) : IAsyncDisposable
{
    /// <summary>Its first process, as the host numbers it.</summary>
    public int Pid { get; } = pid;

    public static async Task<Running> StartAsync(CellFixture cells, string probe, params string[] args)
    {
        var mark = Guid.NewGuid().ToString();
        var cancel = new CancellationTokenSource();
        var printed = new TaskCompletionSource();
        var running = FollowAsync(cells.Engine.Executions.RunAsync(CellFixture.Probe(probe, [.. args, mark]), cancel.Token), printed);
        await printed.Task.WaitAsync(Machine.Patience * TimeSpan.FromSeconds(20));
        return new Running(HostProcesses.With(mark).Min(), running, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        cancel.Dispose();
    }

    private static async Task FollowAsync(IAsyncEnumerable<ExecutionEvent> events, TaskCompletionSource printed)
    {
        await foreach (var happened in events)
        {
            if (happened is ExecutionEvent.Output { Stage: Stage.Run })
            {
                printed.TrySetResult();
            }
        }
    }
}
