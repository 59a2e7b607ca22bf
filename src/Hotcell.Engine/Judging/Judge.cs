using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>
/// Runs a program once for each test. Theory of operation: a test is an execution like any other, in a cell of its own, so nothing passes from one
/// to the next. The first compiles the program; the others find it in the compile cache, and run as many at once as the machine has CPUs, which
/// is no more than as many clients would do. All results are held until the last: so what is kept of each is bounded by what was expected.
/// </summary>
public static class Judge
{
    /// <summary>Of each output, beyond what is expected: a wrong one may be longer.</summary>
    private const int Surplus = 64 * 1024;

    /// <summary>The results, in the order of <paramref name="tests"/>.</summary>
    /// <param name="run">Executes the program with an input, to its end.</param>
    public static async Task<IReadOnlyList<TestResult>> RunAsync(
        IReadOnlyList<TestCase> tests, Func<ReadOnlyMemory<byte>, CancellationToken, Task<ExecutionResult>> run, CancellationToken cancellation)
    {
        var results = new TestResult[tests.Count];
        if (results.Length == 0)
        {
            return results;
        }

        results[0] = await RunAsync(tests[0], run, cancellation);
        if (results[0].Result.Run is null)
        {
            Array.Fill(results, results[0]);
            return results;
        }

        var others = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForAsync(1, tests.Count, others, async (index, stop) => results[index] = await RunAsync(tests[index], run, stop));
        return results;
    }

    private static async Task<TestResult> RunAsync(
        TestCase test, Func<ReadOnlyMemory<byte>, CancellationToken, Task<ExecutionResult>> run, CancellationToken cancellation)
    {
        var result = await run(test.Stdin, cancellation);
        if (result.Run is not { } stage)
        {
            return new TestResult(result, Passed: false);
        }

        var most = test.Expected.Length + Surplus;
        return new TestResult(
            result with { Compile = null, Run = stage with { Stdout = Kept(stage.Stdout, most), Stderr = Kept(stage.Stderr, most), Interleaved = Kept(stage.Interleaved, most) } },
            result.Verdict == Verdict.Ok && OutputComparison.TrimmedLines(stage.Stdout.Span, test.Expected.Span));
    }

    /// <summary>A copy where something is left out, so that nothing refers to that any more.</summary>
    private static ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> output, int most) => output.Length <= most ? output : output[..most].ToArray();
}
