using System.Collections.Concurrent;
using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Judging;

/// <summary>Over executions that this test plays: each writes what it reads.</summary>
public sealed class JudgeTests
{
    private readonly ConcurrentQueue<string> _inputs = new();

    [Fact]
    public async Task Results_are_in_the_order_of_the_tests()
    {
        var tests = Enumerable.Range(0, 20).Select(i => Test($"{i}", expected: $"{i - (i % 2)}")).ToList();

        var results = await Judge.RunAsync(tests, EchoAsync, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i % 2 == 0, $"{i}")), results.Select(test => (test.Passed, Text(test.Result.Run!.Stdout))));
        Assert.Equal(20, _inputs.Count);
    }

    [Fact]
    public async Task A_right_output_of_a_program_that_failed_is_no_pass()
    {
        var results = await Judge.RunAsync(
            [Test("x", "x")], async (stdin, stop) => (await EchoAsync(stdin, stop)) with { Verdict = Verdict.RuntimeError }, TestContext.Current.CancellationToken);

        Assert.False(results.Single().Passed);
    }

    [Fact]
    public async Task What_does_not_compile_is_compiled_once()
    {
        var results = await Judge.RunAsync(
            [Test("a", "a"), Test("b", "b"), Test("c", "c")],
            async (stdin, stop) => (await EchoAsync(stdin, stop)) with { Verdict = Verdict.CompileError, Run = null },
            TestContext.Current.CancellationToken);

        Assert.Equal([(false, Verdict.CompileError), (false, Verdict.CompileError), (false, Verdict.CompileError)], results.Select(test => (test.Passed, test.Result.Verdict)));
        Assert.Equal(["a"], _inputs);
    }

    [Fact]
    public async Task Of_an_output_that_is_much_too_long_not_all_is_kept()
    {
        var results = await Judge.RunAsync([Test(new string('x', 1_000_000), "x")], EchoAsync, TestContext.Current.CancellationToken);

        Assert.False(results.Single().Passed);
        Assert.InRange(results.Single().Result.Run!.Stdout.Length, 1000, 100_000);
    }

    [Fact]
    public async Task No_tests_no_runs()
    {
        Assert.Empty(await Judge.RunAsync([], EchoAsync, TestContext.Current.CancellationToken));
        Assert.Empty(_inputs);
    }

    private Task<ExecutionResult> EchoAsync(ReadOnlyMemory<byte> stdin, CancellationToken stop)
    {
        _inputs.Enqueue(Text(stdin));
        return Task.FromResult(new ExecutionResult
        {
            Verdict = Verdict.Ok,
            Language = "echo",
            Isolation = Isolation.None,
            Run = new StageResult
            {
                Verdict = Verdict.Ok,
                Stdout = stdin,
                Stderr = default,
                Interleaved = stdin,
                WallTime = default,
                CpuTime = default,
                PeakMemory = default(ByteSize),
            },
        });
    }

    private static TestCase Test(string stdin, string expected) => new(Encoding.UTF8.GetBytes(stdin), Encoding.UTF8.GetBytes(expected));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
