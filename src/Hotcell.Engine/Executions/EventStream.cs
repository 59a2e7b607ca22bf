using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Carries the events of one execution from the pipeline, which never waits, to the one who asked for it. It holds a handful of events at
/// most: output is not queued here but read from the stage's <see cref="IStageOutput"/>.
/// </summary>
internal sealed class EventStream
{
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(ExecutionEvent happened) => _items.Writer.TryWrite(new Item(happened, default, null));

    /// <summary>From here, the reader gets what the stage writes, until the log is complete.</summary>
    public void Add(Stage stage, IStageOutput output) => _items.Writer.TryWrite(new Item(null, stage, output));

    public void Complete() => _items.Writer.TryComplete();

    public async IAsyncEnumerable<ExecutionEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in _items.Reader.ReadAllAsync(cancellation))
        {
            if (item.Happened is not null)
            {
                yield return item.Happened;
                continue;
            }

            await foreach (var (stream, bytes) in item.Output!.FollowAsync(cancellation))
            {
                yield return new ExecutionEvent.Output(item.Stage, stream, bytes);
            }
        }
    }

    private readonly record struct Item(ExecutionEvent? Happened, Stage Stage, IStageOutput? Output);
}
