using System.Runtime.ExceptionServices;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>
/// The order in which the tests of one request run. Theory of operation: the request's own turn is a lane, which runs one test after the other; more
/// lanes join where there are any (<see cref="TestLanes"/>), and every lane takes the next test. Results are told in the order of the tests, however they end. When the
/// first failure ends it all, tests behind it are stopped or forgotten, even if they are over: the outcome does not depend on how many ran at once.
/// </summary>
/// <param name="run">Runs a test by its index.</param>
/// <param name="told">Gets each result, in the order of the tests.</param>
internal sealed class TestSchedule(
    int count, bool stopOnFailure, TestLanes lanes, Func<int, CancellationToken, Task<TestResult>> run, Action<int, TestResult> told)
{
    private readonly Lock _gate = new();
    private readonly TestResult?[] _results = new TestResult?[count];
    private readonly SortedDictionary<int, CancellationTokenSource> _running = [];
    private ExceptionDispatchInfo? _failure;

    /// <summary>Tests from here on are not wanted.</summary>
    private int _end = count;
    private int _next;
    private int _told;

    /// <summary>The results up to the end that a failure has brought; all, where none has.</summary>
    public async Task<IReadOnlyList<TestResult>> RunAsync(CancellationToken stop)
    {
        await LaneAsync(stop);
        _failure?.Throw();
        stop.ThrowIfCancellationRequested();
        return [.. _results.Take(_end).Select(result => result!)];
    }

    private async Task LaneAsync(CancellationToken stop)
    {
        var others = new List<Task>();
        while (TryTake(stop, out var index, out var cancel))
        {
            while (HasMore && lanes.TryEnter())
            {
                others.Add(OtherLaneAsync(stop));
            }

            await RunOneAsync(index, cancel);
        }

        await Task.WhenAll(others);
    }

    private async Task OtherLaneAsync(CancellationToken stop)
    {
        while (TryTake(stop, out var index, out var cancel))
        {
            await RunOneAsync(index, cancel);
        }

        lanes.Leave();
    }

    private bool HasMore
    {
        get
        {
            lock (_gate)
            {
                return _next < _end;
            }
        }
    }

    private bool TryTake(CancellationToken stop, out int index, out CancellationTokenSource cancel)
    {
        lock (_gate)
        {
            (index, cancel) = (_next, null!);
            if (_next >= _end || stop.IsCancellationRequested)
            {
                return false;
            }

            _next++;
            _running[index] = cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            return true;
        }
    }

    /// <summary>Never throws: a fault ends all lanes, and the one who began them throws it.</summary>
    private async Task RunOneAsync(int index, CancellationTokenSource cancel)
    {
        try
        {
            // Not on the lane's own stack: a test may be over before it gives way.
            await Task.Yield();
            Note(index, await run(index, cancel.Token));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Not wanted any more, or nothing is.
        }
        catch (Exception fault)
        {
            End(0, ExceptionDispatchInfo.Capture(fault));
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(index);
            }

            cancel.Dispose();
        }
    }

    private void Note(int index, TestResult result)
    {
        if (stopOnFailure && result.Verdict != Verdict.Accepted)
        {
            End(index + 1, null);
        }

        lock (_gate)
        {
            _results[index] = result;
            for (; _told < _end && _results[_told] is { } next; _told++)
            {
                told(_told, next);
            }
        }
    }

    private void End(int end, ExceptionDispatchInfo? failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            _end = Math.Min(_end, end);
            foreach (var (_, cancel) in _running.Where(test => test.Key >= _end))
            {
                _ = cancel.CancelAsync();
            }
        }
    }
}
