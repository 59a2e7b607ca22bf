namespace Hotcell.Linux.Seccomp;

/// <summary>What happens to a refused call.</summary>
public enum SeccompAction
{
    /// <summary>An errno, at once: for calls that libraries make to see whether they are there.</summary>
    Quiet,

    /// <summary>Reported to the supervisor, which records the call and answers EPERM: for calls that no ordinary program makes.</summary>
    Named,
}

/// <summary>A condition on one argument: <c>(args[Index] &amp; Mask)</c> compared with <paramref name="Value"/>.</summary>
/// <param name="Index">Which argument, from 0.</param>
/// <param name="Mask">Bits to look at.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">With what.</param>
/// <param name="HighHalf">Look at the high 32 bits instead of the low ones: only pointers need it, the kernel takes the others as 32 bits wide.</param>
public readonly record struct ArgumentTest(int Index, uint Mask, ArgumentOperator Operator, uint Value, bool HighHalf = false);

public enum ArgumentOperator
{
    Equal,
    NotEqual,
}

/// <summary>A call that is left to somebody who has lost all others: whatever its arguments, or, with tests, when all of them hold.</summary>
/// <param name="Syscall">Number on this architecture.</param>
/// <param name="Reason">What for.</param>
/// <param name="Tests">Conditions on arguments.</param>
public sealed record SeccompAllowance(int Syscall, string Reason, params ArgumentTest[] Tests);

/// <summary>One refusal. A rule without tests refuses the call whatever its arguments; with tests, only when all of them hold.</summary>
/// <param name="Syscall">Number on this architecture.</param>
/// <param name="Action">How it is refused.</param>
/// <param name="Errno">What a quiet refusal answers.</param>
/// <param name="Reason">Why: shown to operators, and the reason that a reviewer reads.</param>
/// <param name="Tests">Conditions on arguments.</param>
public sealed record SeccompRule(int Syscall, SeccompAction Action, int Errno, string Reason, params ArgumentTest[] Tests);
