using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>The files that a checker or interactor is given, and its arguments: those of testlib, in that order.</summary>
internal static class CheckerFiles
{
    private const string Input = "input.txt";
    private const string Output = "output.txt";
    private const string Answer = "answer.txt";

    public static IReadOnlyList<string> Names { get; } = [Input, Output, Answer];

    /// <param name="output">Of the program; null for an interactor, which may write such a file.</param>
    public static IReadOnlyList<SourceFile> Of(TestCase test, ReadOnlyMemory<byte>? output) => output is { } written
        ? [new(Input, test.Stdin), new(Output, written), new(Answer, test.Expected)]
        : [new(Input, test.Stdin), new(Answer, test.Expected)];
}
