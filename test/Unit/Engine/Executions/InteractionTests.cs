using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Executions;

public sealed class InteractionTests
{
    private readonly Interaction _interaction = new();

    [Fact]
    public async Task Input_comes_as_it_was_given_until_its_end()
    {
        Assert.Equal(InputOutcome.Taken, _interaction.Write("one"u8));
        await using var reader = _interaction.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal("one", await NextAsync(reader));

        var next = NextAsync(reader);
        Assert.False(next.IsCompleted);
        Assert.Equal(InputOutcome.Taken, _interaction.Write("two"u8));
        Assert.Equal("two", await next);

        var end = reader.MoveNextAsync();
        _interaction.CloseInput();
        _interaction.CloseInput();
        Assert.True(await end);
        Assert.Equal(CellMessage.StdinEnd, reader.Current);
        Assert.Equal(InputOutcome.Closed, _interaction.Write("three"u8));

        _interaction.Close();
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Signals_come_in_their_turn_also_after_the_end_of_the_input()
    {
        await using var reader = _interaction.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        _interaction.Write("one"u8);
        Assert.Equal(InputOutcome.Taken, _interaction.Send(ProgramSignal.Interrupt));
        _interaction.CloseInput();
        Assert.Equal(InputOutcome.Taken, _interaction.Send(ProgramSignal.Terminate));

        var told = new List<string>();
        for (var i = 0; i < 4 && await reader.MoveNextAsync(); i++)
        {
            told.Add($"{reader.Current.Kind} {Convert.ToHexString(reader.Current.Payload.Span)}");
        }

        Assert.Equal(["Stdin 6F6E65", "Signal 02000000", "StdinEnd ", "Signal 0F000000"], told);
        _interaction.Close();
        Assert.Equal(InputOutcome.Closed, _interaction.Send(ProgramSignal.Interrupt));
    }

    [Fact]
    public void Many_signals_are_bounded_too()
    {
        var taken = Enumerable.Range(0, Interaction.InputRoom).TakeWhile(_ => _interaction.Send(ProgramSignal.Interrupt) == InputOutcome.Taken).Count();
        Assert.InRange(taken, 1000, Interaction.InputRoom / 32);
    }

    [Fact]
    public async Task What_nobody_reads_is_bounded_and_nothing_is_taken_in_part()
    {
        var half = new byte[Interaction.InputRoom / 2];
        Assert.Equal(InputOutcome.Full, _interaction.Write(new byte[Interaction.InputRoom + 1]));
        Assert.Equal(InputOutcome.Taken, _interaction.Write(half.AsSpan(100)));
        Assert.Equal(InputOutcome.Taken, _interaction.Write(half.AsSpan(100)));
        Assert.Equal(InputOutcome.Full, _interaction.Write(half));

        await using var reader = _interaction.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();
        Assert.Equal(InputOutcome.Full, _interaction.Write(half));
        await reader.MoveNextAsync();
        Assert.Equal(InputOutcome.Taken, _interaction.Write(half.AsSpan(100)));
    }

    [Fact]
    public async Task The_largest_input_is_taken_when_nothing_waits()
    {
        var largest = new byte[Interaction.InputRoom];
        Assert.Equal(InputOutcome.Taken, _interaction.Write(largest));
        Assert.Equal(InputOutcome.Full, _interaction.Write("x"u8));

        await using var reader = _interaction.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync().AsTask();
        Assert.Equal(InputOutcome.Taken, _interaction.Write("x"u8));
        Assert.Equal(InputOutcome.Full, _interaction.Write(largest));
        Assert.True(await next);
    }

    [Fact]
    public void Many_small_inputs_are_bounded_by_what_they_cost()
    {
        var taken = Enumerable.Range(0, Interaction.InputRoom).TakeWhile(_ => _interaction.Write("x"u8) == InputOutcome.Taken).Count();
        Assert.InRange(taken, 1000, Interaction.InputRoom / 32);
    }

    [Fact]
    public void The_first_reason_to_end_counts()
    {
        Assert.Null(_interaction.EndVerdict);
        _interaction.Stop();
        _interaction.Stop();
        Assert.Equal(Verdict.Cancelled, _interaction.EndVerdict);
        Assert.True(_interaction.Ended.IsCancellationRequested);
    }

    [Fact]
    public void Silence_ends_it_and_a_sign_of_life_does_not()
    {
        var (time, idle) = (new ManualTime(), TimeSpan.FromMinutes(1));
        using var watch = _interaction.Watch(idle, time);
        for (var i = 0; i < 5; i++)
        {
            time.Advance(idle * 0.9);
            _interaction.Touch();
            _interaction.Write("x"u8);
        }

        Assert.Null(_interaction.EndVerdict);
        time.Advance(idle * 1.5);
        Assert.Equal(Verdict.TimeLimit, _interaction.EndVerdict);
    }

    [Fact]
    public void Places_are_bounded_for_all_and_for_each()
    {
        var options = new EngineOptions { WardenSocket = "x", LanguagesDirectory = "x", MaxInteractive = 3, MaxInteractiveOfCaller = 2 };
        var places = new InteractivePlaces(options, new ManualTime());
        var (one, other) = (new Caller { Id = "one" }, new Caller { Id = "other" });
        var first = places.Enter(one, 0);
        places.Enter(one, 0);
        var refused = Assert.Throws<RejectedException>(() => places.Enter(one, 0));
        Assert.Equal((RejectionKind.Busy, "Too many interactive programs are running."), (refused.Kind, refused.Message));
        Assert.NotNull(refused.RetryAfter);
        using var place = places.Enter(other, 0);
        Assert.Throws<RejectedException>(() => places.Enter(new Caller { Id = "third" }, 0));
        Assert.Throws<RejectedException>(() => places.Enter(other with { Concurrency = 1 }, 0));

        first.Dispose();
        Assert.Equal(2, places.Running);
        places.Enter(one, 0).Dispose();
    }

    [Fact]
    public void Requests_of_running_programs_are_bounded_in_memory_for_all_and_for_each()
    {
        var options = new EngineOptions { WardenSocket = "x", LanguagesDirectory = "x", MaxInteractiveBytes = new ByteSize(1000), MaxSource = new ByteSize(100), MaxStdin = new ByteSize(400) };
        var places = new InteractivePlaces(options, new ManualTime());
        var (one, other) = (new Caller { Id = "one" }, new Caller { Id = "other" });
        var first = places.Enter(one, 400);
        var refused = Assert.Throws<RejectedException>(() => places.Enter(one, 101));
        Assert.Equal(RejectionKind.Busy, refused.Kind);
        Assert.NotNull(refused.RetryAfter);
        places.Enter(one, 100);
        places.Enter(other, 450);
        Assert.Throws<RejectedException>(() => places.Enter(new Caller { Id = "third" }, 51));

        first.Dispose();
        first.Dispose();
        places.Enter(one, 400).Dispose();
        Assert.Equal(2, places.Running);
    }

    [Fact]
    public void A_program_that_is_over_says_so()
    {
        Assert.False(_interaction.Over.IsCancellationRequested);
        _interaction.Close();
        Assert.True(_interaction.Over.IsCancellationRequested);
    }

    [Fact]
    public void Tests_are_not_interactive()
    {
        using var requests = new RequestCase();
        requests.AssertErrors(RequestCase.Request() with { Interaction = _interaction, Tests = [new(default, default)] }, "tests: cannot be given for an interactive program");
    }

    [Fact]
    public async Task A_terminal_is_told_its_last_size_also_behind_the_end_of_the_input()
    {
        var interaction = new Interaction(TerminalSize.Usual);
        await using var reader = interaction.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        interaction.Write("one"u8);
        Assert.True(interaction.Resize(new TerminalSize(100, 40)));
        Assert.True(interaction.Resize(new TerminalSize(300, 50)));
        interaction.CloseInput();

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal((FrameKind.Resize, "2C013200"), (reader.Current.Kind, Convert.ToHexString(reader.Current.Payload.Span)));
        Assert.Equal("one", await NextAsync(reader));
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal((FrameKind.StdinEnd, 0), (reader.Current.Kind, reader.Current.Payload.Length));

        var next = reader.MoveNextAsync();
        Assert.False(next.IsCompleted);
        interaction.Resize(TerminalSize.Usual);
        Assert.True(await next);
        Assert.Equal(FrameKind.Resize, reader.Current.Kind);
    }

    [Fact]
    public void Without_a_terminal_there_is_no_size() => Assert.False(_interaction.Resize(TerminalSize.Usual));

    [Fact]
    public void A_terminal_that_nobody_could_see_is_refused()
    {
        using var requests = new RequestCase();
        requests.AssertErrors(RequestCase.Request() with { Interaction = new(new TerminalSize(0, 1001)) }, "cols: must be 1 to 1000, not 0", "rows: must be 1 to 1000, not 1001");
        requests.AssertErrors(RequestCase.Request() with { Interaction = new(new TerminalSize(-1, 70_000)) }, "cols: must be 1 to 1000, not -1", "rows: must be 1 to 1000, not 70000");
    }

    [Fact]
    public void A_terminal_names_its_kind_and_not_its_size()
    {
        using var requests = new RequestCase();
        var plan = requests.Validate(RequestCase.Request() with { Interaction = new(TerminalSize.Usual) });
        Assert.Contains("TERM=xterm-256color", plan.Run.Command.Env);
        Assert.DoesNotContain(plan.Run.Command.Env, entry => entry.StartsWith("COLUMNS=", StringComparison.Ordinal) || entry.StartsWith("LINES=", StringComparison.Ordinal));

        plan = requests.Validate(RequestCase.Request() with { Interaction = new(TerminalSize.Usual), Env = new Dictionary<string, string> { ["TERM"] = "dumb" } });
        Assert.Contains("TERM=dumb", plan.Run.Command.Env);
        plan = requests.Validate(RequestCase.Request() with { Interaction = _interaction });
        Assert.DoesNotContain(plan.Run.Command.Env, entry => entry.StartsWith("TERM=", StringComparison.Ordinal));
    }

    private static async Task<string?> NextAsync(IAsyncEnumerator<CellMessage> reader) =>
        await reader.MoveNextAsync() ? Encoding.UTF8.GetString(reader.Current.Payload.Span) : null;
}
