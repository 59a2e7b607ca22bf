using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>One input of a program, and the output that is right for it.</summary>
public sealed record TestCase(ReadOnlyMemory<byte> Stdin, ReadOnlyMemory<byte> Expected);

/// <summary>What a program made of a test.</summary>
/// <param name="Result">How it ran, without the compiler's part, and with outputs cut that are much longer than expected. A program that does not compile was not tried again for each test.</param>
/// <param name="Passed">Whether it ended well and wrote what was expected.</param>
public sealed record TestResult(ExecutionResult Result, bool Passed);
