using System.Runtime.CompilerServices;
using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Protocol;
using TestResult = Hotcell.Engine.Judging.TestResult;

namespace Hotcell.Unit.Engine.Executions;

public sealed class PlainOutputsTests
{
    private static readonly ExecutionRequest s_request = RequestCase.Request() with { PlainOutput = true };

    [Fact]
    public async Task A_sequence_in_two_pieces_is_gone_though_the_other_stream_comes_between()
    {
        var result = Result(Stage("\e[31mred", "\e[1mbad"));
        var told = await RunAsync(
            s_request,
            Output(OutputStream.Stdout, "\e[31"),
            Output(OutputStream.Stderr, "\e[1m"),
            Output(OutputStream.Stdout, "mred"),
            Output(OutputStream.Stderr, "bad"),
            new ExecutionEvent.Finished(result));

        Assert.Equal(["red", "bad"], told.OfType<ExecutionEvent.Output>().Select(output => Text(output.Bytes)));
        var run = Assert.IsType<ExecutionEvent.Finished>(told[^1]).Result.Run!;
        Assert.Equal(("red", "bad", "redbad"), (Text(run.Stdout), Text(run.Stderr), Text(run.Interleaved)));
    }

    [Fact]
    public async Task What_a_terminal_shows_is_left_alone_unless_its_request_says_otherwise()
    {
        var request = RequestCase.Request() with { Interaction = new(TerminalSize.Usual) };
        Assert.Equal("\e[1mX", await ShownAsync(request));
        Assert.Equal("X", await ShownAsync(request with { PlainOutput = true }));
        Assert.Equal("X", await ShownAsync(request with { Interaction = new() }));

        static async Task<string> ShownAsync(ExecutionRequest request) =>
            Text(Assert.IsType<ExecutionEvent.Output>((await RunAsync(request, usual: true, [Output(OutputStream.Stdout, "\e[1mX"), new ExecutionEvent.Finished(Result(Stage("", "")))]))[0]).Bytes);
    }

    [Fact]
    public async Task Of_an_interactive_program_nothing_is_kept()
    {
        var told = await RunAsync(s_request with { Interaction = new Interaction() }, Output(OutputStream.Stdout, "\e[1mtext"), new ExecutionEvent.Finished(Result(Stage("", ""))));

        Assert.Equal("text", Text(Assert.IsType<ExecutionEvent.Output>(told[0]).Bytes));
        Assert.True(Assert.IsType<ExecutionEvent.Finished>(told[1]).Result.Run!.Stdout.IsEmpty);
    }

    [Fact]
    public async Task What_was_held_back_comes_before_the_end()
    {
        var told = await RunAsync(s_request, new ExecutionEvent.Output(Hotcell.Engine.Executions.Stage.Run, OutputStream.Stdout, new byte[] { 0xc2 }), new ExecutionEvent.Finished(Result(Stage("", ""))));

        Assert.Equal([0xc2], Assert.IsType<ExecutionEvent.Output>(told[0]).Bytes.ToArray());
        Assert.Equal([0xc2], Assert.IsType<ExecutionEvent.Finished>(told[1]).Result.Run!.Stdout.ToArray());
    }

    [Fact]
    public async Task Compilers_and_tests_are_plain_too()
    {
        var compiled = Stage("", "\e[1mwarning");
        var test = new TestResult { Verdict = Verdict.Accepted, Points = 1, MaxPoints = 1, Message = "\e[32mwell done", Run = Stage("\e[0mone", "") };
        var told = await RunAsync(
            s_request,
            new ExecutionEvent.Output(Hotcell.Engine.Executions.Stage.Compile, OutputStream.Stderr, compiled.Stderr),
            new ExecutionEvent.Compiled(compiled),
            new ExecutionEvent.TestFinished(0, test),
            new ExecutionEvent.Finished(Result(run: null) with { Compile = compiled, Judgement = new Judgement([test]) }));

        Assert.Equal("warning", Text(Assert.IsType<ExecutionEvent.Compiled>(told[1]).Result.Stderr));
        Assert.Equal("one", Text(Assert.IsType<ExecutionEvent.TestFinished>(told[2]).Result.Run!.Stdout));
        var result = Assert.IsType<ExecutionEvent.Finished>(told[3]).Result;
        Assert.Equal("warning", Text(result.Compile!.Interleaved));
        Assert.Equal(("well done", "one"), (result.Judgement!.Tests[0].Message, Text(result.Judgement.Tests[0].Run!.Interleaved)));
    }

    [Theory]
    [InlineData(null, false, "\e[0mone")]
    [InlineData(null, true, "one")]
    [InlineData(false, true, "\e[0mone")]
    [InlineData(true, false, "one")]
    public async Task The_request_has_the_word_and_else_the_server(bool? asked, bool usual, string expected)
    {
        ExecutionEvent[] events = [Output(OutputStream.Stdout, "\e[0mone"), new ExecutionEvent.Finished(Result(Stage("\e[0mone", "")))];
        var told = await RunAsync(s_request with { PlainOutput = asked }, usual, events);

        Assert.Equal(expected, Text(Assert.IsType<ExecutionEvent.Output>(told[0]).Bytes));
        Assert.Equal(expected, Text(Assert.IsType<ExecutionEvent.Finished>(told[^1]).Result.Run!.Stdout));
    }

    private static Task<List<ExecutionEvent>> RunAsync(ExecutionRequest request, params ExecutionEvent[] events) => RunAsync(request, usual: false, events);

    private static async Task<List<ExecutionEvent>> RunAsync(ExecutionRequest request, bool usual, ExecutionEvent[] events)
    {
        var told = new List<ExecutionEvent>();
        await foreach (var one in new PlainOutputs(new Told(events), usual).RunAsync(request))
        {
            told.Add(one);
        }

        return told;
    }

    private static ExecutionEvent.Output Output(OutputStream stream, string text) => new(Hotcell.Engine.Executions.Stage.Run, stream, Encoding.UTF8.GetBytes(text));

    private static ExecutionResult Result(StageResult? run) => new() { Verdict = Verdict.Ok, Language = "python", Run = run, Isolation = Isolation.None };

    private static StageResult Stage(string stdout, string stderr) => new()
    {
        Verdict = Verdict.Ok,
        Output = StageOutput.Of(Encoding.UTF8.GetBytes(stdout), Encoding.UTF8.GetBytes(stderr)),
        WallTime = TimeSpan.Zero,
        CpuTime = TimeSpan.Zero,
        PeakMemory = new ByteSize(0),
    };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Tells what it was given.</summary>
    private sealed class Told(ExecutionEvent[] events) : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            foreach (var one in events)
            {
                await Task.Yield();
                yield return one;
            }
        }
    }
}
