using System.Runtime.InteropServices;
using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Hotcell.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Engine.Cells;

public sealed class CellPoolTests : IDisposable
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);
    private static readonly PoolLimits s_limits = new(Cells: 3, ByteSize.FromMebibytes(100), s_window);
    private static readonly CellPlan s_small = new() { MemoryBytes = 1 << 20 };
    private static readonly CellPlan s_large = new() { MemoryBytes = 1 << 30 };
    private static readonly BootPlan s_boot = new(new StartCommand("/x", ["x"], []), source: null, new RunLimits().Defaults, ByteSize.FromMebibytes(1));

    private readonly ManualTime _time = new();
    private readonly PlayedWarden _warden = new();
    private readonly CellPool _pool;

    public CellPoolTests() => _pool = new CellPool(s_limits, _time, NullLogger.Instance);

    public void Dispose()
    {
        _pool.Dispose();
        _warden.Dispose();
    }

    [Fact]
    public async Task Nothing_is_made_before_it_was_asked_for()
    {
        using var cell = await _pool.TakeAsync(_warden, s_small);

        Assert.Equal((1, 0), (_warden.Made.Count, _pool.Ready));
    }

    [Fact]
    public async Task The_next_program_finds_a_cell_that_was_made_after_the_last_one_ended()
    {
        await RunAsync(s_small);
        Assert.Equal(2, _pool.Ready);
        var made = _warden.Made.Count;

        using var cell = await _pool.TakeAsync(_warden, s_small);

        Assert.Equal(made, _warden.Made.Count);
        Assert.Same(_warden.Made[1].Cell, cell);
    }

    [Fact]
    public async Task No_cell_is_made_while_the_answer_of_the_last_one_is_on_its_way()
    {
        var cell = await _pool.TakeAsync(_warden, s_small);
        _warden.EndAll([cell]);
        Assert.Equal(0, _pool.Ready);

        _time.Advance(s_limits.Moment);

        Assert.Equal(2, _pool.Ready);
    }

    [Fact]
    public async Task Programs_without_a_break_between_them_find_as_many_cells_as_they_take_in_a_moment()
    {
        for (var i = 0; i < 2; i++)
        {
            _warden.EndAll([await _pool.TakeAsync(_warden, s_small)]);
        }

        _time.Advance(s_limits.Moment);

        Assert.Equal(3, _pool.Ready);
    }

    [Fact]
    public async Task A_cell_is_never_given_twice()
    {
        var seen = new HashSet<Cell>();
        for (var i = 0; i < 20; i++)
        {
            Assert.True(seen.Add(await RunAsync(s_small)));
        }
    }

    [Fact]
    public async Task Cells_of_another_plan_are_not_taken()
    {
        await RunAsync(s_small);

        using var cell = await _pool.TakeAsync(_warden, s_large);

        Assert.Equal(s_large.MemoryBytes, _warden.Made.Single(made => made.Cell == cell).Plan.MemoryBytes);
    }

    [Fact]
    public async Task Cells_of_a_lost_warden_are_not_taken()
    {
        await RunAsync(s_small);
        _warden.Lose();
        Assert.Equal(0, _pool.Ready);
        using var next = new PlayedWarden();

        using var cell = await _pool.TakeAsync(next, s_small);

        Assert.Same(next.Made.Single().Cell, cell);
    }

    [Fact]
    public async Task A_ready_cell_that_ended_by_itself_is_passed_over()
    {
        await RunAsync(s_small);
        _warden.Made[1].End();

        using var cell = await _pool.TakeAsync(_warden, s_small);

        Assert.Same(_warden.Made[2].Cell, cell);
    }

    [Fact]
    public async Task A_ready_cell_that_was_refused_is_asked_for_again_and_the_refusal_is_told()
    {
        await RunAsync(s_small);
        _warden.Refuses = true;
        await RunAsync(s_small, expected: 1); // Its end asks for one more, in vain.
        _warden.Made[2].End();

        await Assert.ThrowsAsync<CellRefusedException>(() => _pool.TakeAsync(_warden, s_small));
    }

    [Fact]
    public async Task As_many_are_ready_as_ran_at_once_and_never_more_than_the_capacity()
    {
        var cells = new List<Cell>();
        for (var i = 0; i < 10; i++)
        {
            cells.Add(await _pool.TakeAsync(_warden, s_small));
        }

        End(cells);

        Assert.Equal(3, _pool.Ready);
    }

    [Fact]
    public async Task The_class_that_was_used_least_recently_gives_way()
    {
        await RunAsync(s_small);
        await RunAsync(s_large);

        Assert.Equal(3, _pool.Ready);
        Assert.Equal(1, _warden.Made.Count(made => made.Plan.MemoryBytes == s_small.MemoryBytes && made.HungUp));
    }

    [Fact]
    public async Task Booted_runtimes_and_cells_without_one_leave_each_other_their_room()
    {
        await BootAsync(s_small);
        await BootAsync(s_large);
        await RunAsync(s_small);
        await RunAsync(s_large);

        Assert.Equal((6, 1, 2), (_pool.Ready, Booted(s_small), Booted(s_large)));
    }

    [Fact]
    public async Task A_booted_runtime_gives_way_to_one_that_is_used_now()
    {
        await BootAsync(s_small);
        await BootAsync(s_large);

        Assert.Equal((1, 2), (Booted(s_small), Booted(s_large)));
    }

    [Fact]
    public async Task A_class_that_is_not_used_any_more_holds_nothing()
    {
        await RunAsync(s_small);

        _time.Advance(s_window);
        Assert.Equal(2, _pool.Ready);
        _time.Advance(s_window);
        Assert.Equal(0, _pool.Ready);
        Assert.Equal(2, _warden.Made.Count(made => made.HungUp));
    }

    [Fact]
    public async Task With_no_capacity_every_cell_is_made_on_demand()
    {
        using var none = new CellPool(s_limits with { Cells = 0 }, _time, NullLogger.Instance);
        using var cell = await none.TakeAsync(_warden, s_small);
        End([cell]);

        Assert.Equal((1, 0), (_warden.Made.Count, none.Ready));
    }

    [Fact]
    public async Task Who_finds_a_cell_ready_and_who_does_not_is_counted()
    {
        await RunAsync(s_small);
        await RunAsync(s_small);
        await RunAsync(s_large);

        Assert.Equal((new PoolTakes(Hits: 1, Misses: 2), default), _pool.Takes);
    }

    [Fact]
    public async Task A_cell_that_is_still_in_the_making_is_none_that_was_found_ready()
    {
        using var slow = new PlayedWarden { Pause = new TaskCompletionSource() };
        var first = _pool.TakeAsync(slow, s_small);
        slow.Pause.SetResult();
        slow.Pause = new TaskCompletionSource();
        slow.EndAll([await first]);
        _time.Advance(s_limits.Moment);

        var second = _pool.TakeAsync(slow, s_small);
        slow.Pause.SetResult();
        using var cell = await second;

        Assert.Equal((new PoolTakes(Hits: 0, Misses: 2), default), _pool.Takes);
    }

    [Fact]
    public async Task Who_finds_no_booted_runtime_is_counted_and_asks_for_any_cell()
    {
        await RunAsync(s_small);
        await BootAsync(s_small);
        Assert.Equal((new PoolTakes(Hits: 1, Misses: 1), new PoolTakes(Hits: 0, Misses: 1)), _pool.Takes);

        for (var tries = 0; tries < 1000 && _pool.Takes.Hot.Hits == 0; tries++)
        {
            End([await _pool.TakeAsync(_warden, s_small, s_boot)]);
        }

        Assert.Equal(1, _pool.Takes.Hot.Hits);
    }

    [Fact]
    public async Task Disposing_lets_go_of_all()
    {
        await RunAsync(s_small);
        _pool.Dispose();

        Assert.Equal((0, 2), (_pool.Ready, _warden.Made.Count(made => made.HungUp)));
    }

    /// <summary>One program, from its cell to its end.</summary>
    private async Task<Cell> RunAsync(CellPlan plan, int? expected = null)
    {
        var cell = await _pool.TakeAsync(_warden, plan);
        End([cell]);
        Assert.Equal(expected ?? _pool.Ready, _pool.Ready);
        return cell;
    }

    /// <summary>One program of a language whose runtime boots, and the two runtimes that are booted for the next.</summary>
    private async Task BootAsync(CellPlan plan)
    {
        End([await _pool.TakeAsync(_warden, plan, s_boot)]);
        await Eventually.HoldsAsync(() => { _time.Advance(s_limits.Moment); return Booted(plan) == 2; }, "two runtimes have booted");
    }

    private void End(IEnumerable<Cell> cells)
    {
        _warden.EndAll(cells);
        _time.Advance(s_limits.Moment);
    }

    private int Booted(CellPlan plan) => _warden.Made.Count(made => made.Plan.MemoryBytes == plan.MemoryBytes && made.Cell.IsBooted && !made.HungUp);

    /// <summary>Makes cells of which nothing is real but the sockets.</summary>
    private sealed class PlayedWarden : ICellMaker, IDisposable
    {
        public List<PlayedCell> Made { get; } = [];

        public bool Refuses { get; set; }

        /// <summary>Cells are there when it is over.</summary>
        public TaskCompletionSource? Pause { get; set; }

        public async Task<Cell> CreateAsync(CellPlan plan)
        {
            if (Refuses)
            {
                throw new CellRefusedException(default);
            }

            var made = new PlayedCell(plan);
            Made.Add(made);
            await (Pause?.Task ?? Task.CompletedTask);
            return made.Cell;
        }

        public void EndAll(IEnumerable<Cell> cells) => Made.Where(made => cells.Contains(made.Cell)).ToList().ForEach(made => made.End());

        public void Lose() => Made.ForEach(made => made.Lose());

        public void Dispose() => Made.ForEach(made => made.Dispose());
    }

    /// <summary>One whose runtime has booted before it is asked to.</summary>
    private sealed class PlayedCell : IDisposable
    {
        private readonly SocketPair _sockets = new();
        private readonly TaskCompletionSource<CellUsage> _ended = new();

        public PlayedCell(CellPlan plan)
        {
            Plan = plan;
            Cell = new Cell(null!, 0, _sockets.Ours, _ended.Task);
            if (plan.Boots != 0)
            {
                var booted = new FrameHeader { Kind = FrameKind.Booted };
                _sockets.Theirs.Send(MemoryMarshal.AsBytes(new ReadOnlySpan<FrameHeader>(in booted)));
            }
        }

        public CellPlan Plan { get; }

        public Cell Cell { get; }

        public bool HungUp => _sockets.Ours.SafeHandle.IsClosed;

        public void Dispose() => _sockets.Dispose();

        public void End() => _ended.TrySetResult(default);

        public void Lose() => _ended.TrySetException(new WardenLostException("played"));
    }
}
