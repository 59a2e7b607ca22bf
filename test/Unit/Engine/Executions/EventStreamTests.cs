using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class EventStreamTests
{
    [Fact]
    public async Task Output_comes_between_the_events_around_it_though_nobody_read_meanwhile()
    {
        var (events, output) = (new EventStream(), new OutputLog());
        events.Add(new ExecutionEvent.Queued());
        events.Add(new ExecutionEvent.Started());
        events.Add(Stage.Run, output);
        output.Append(OutputStream.Stdout, "hello"u8);
        output.Append(OutputStream.Stderr, "oops"u8);
        output.Complete();
        events.Add(new ExecutionEvent.Faulted(SystemFaultException.Because("run", "x").Fault));
        events.Complete();

        Assert.Equal(["Queued", "Started", "Run Stdout hello", "Run Stderr oops", "Faulted"], await ReadAsync(events));
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_even_while_a_program_is_silent()
    {
        var (events, output) = (new EventStream(), new OutputLog());
        events.Add(Stage.Run, output);
        using var stop = new CancellationTokenSource();
        await using var reader = events.ReadAsync(stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = reader.MoveNextAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private static async Task<List<string>> ReadAsync(EventStream events)
    {
        var read = new List<string>();
        await foreach (var happened in events.ReadAsync(TestContext.Current.CancellationToken))
        {
            read.Add(happened is ExecutionEvent.Output output
                ? $"{output.Stage} {output.Stream} {Encoding.UTF8.GetString(output.Bytes.Span)}"
                : happened.GetType().Name);
        }

        return read;
    }
}
