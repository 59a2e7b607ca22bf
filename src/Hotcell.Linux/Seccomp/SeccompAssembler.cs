using Hotcell.Linux.Abi;
using static Hotcell.Linux.Abi.SeccompAbi;

namespace Hotcell.Linux.Seccomp;

/// <summary>
/// Turns rules into classic BPF. The program first refuses every foreign architecture and the x32 numbers, then numbers that nobody has
/// reviewed, then finds the rules of a call by binary search. Allowed calls cost nothing afterwards, since the kernel remembers per number that
/// the answer is "allow" where it does not depend on arguments; but to know that it walks the program once per number whenever a filter is
/// installed, so a search instead of a list makes installing three times cheaper.
/// </summary>
public static class SeccompAssembler
{
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint FirstX32 = 0x40000000;

    /// <summary>As many comparisons in a row as are cheaper than one more turn of the search.</summary>
    private const int Row = 3;

    /// <summary>A filter that allows all but <paramref name="rules"/>.</summary>
    /// <param name="rules">Refusals; of one call's rules the first that matches decides.</param>
    /// <param name="lastReviewed">Calls above this number answer ENOSYS.</param>
    public static SockFilter[] AllowAllBut(IEnumerable<SeccompRule> rules, int lastReviewed)
    {
        var program = Prologue();
        program.Add(Jump(BPF_JGE, (uint)lastReviewed + 1, 0, 1));
        program.Add(Return(SECCOMP_RET_ERRNO | Errno.ENOSYS));
        var calls = rules.GroupBy(rule => rule.Syscall).OrderBy(call => call.Key)
            .Select(call => (call.Key, Decide(call.Select(rule => (rule.Tests, AnswerOf(rule))), SECCOMP_RET_ALLOW))).ToArray();
        program.AddRange(Search(calls, SECCOMP_RET_ALLOW));
        return [.. program];
    }

    /// <summary>A filter that answers EPERM to all but <paramref name="allowed"/>.</summary>
    public static SockFilter[] RefuseAllBut(IEnumerable<SeccompAllowance> allowed)
    {
        const uint refused = SECCOMP_RET_ERRNO | Errno.EPERM;
        var calls = allowed.GroupBy(call => call.Syscall).OrderBy(call => call.Key)
            .Select(call => (call.Key, Decide(call.Select(one => (one.Tests, SECCOMP_RET_ALLOW)), refused))).ToArray();
        return [.. Prologue(), .. Search(calls, refused)];
    }

    private static List<SockFilter> Prologue() =>
    [
        Load(ArchitectureOffset),
        Jump(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0),
        Return(SECCOMP_RET_ERRNO | Errno.ENOSYS),
        Load(NumberOffset),
        Jump(BPF_JGE, FirstX32, 0, 1),
        Return(SECCOMP_RET_ERRNO | Errno.ENOSYS),
    ];

    /// <summary>Code that goes to the decision of the number in the accumulator, or answers <paramref name="otherwise"/>.</summary>
    private static List<SockFilter> Search(ReadOnlySpan<(int Number, List<SockFilter> Decision)> calls, uint otherwise)
    {
        var code = new List<SockFilter>();
        if (calls.Length > Row)
        {
            var middle = calls.Length / 2;
            var below = Search(calls[..middle], otherwise);
            code.Add(Jump(BPF_JGE, (uint)calls[middle].Number, 0, 1));
            code.Add(new SockFilter { code = BPF_JMP | BPF_JA, k = (uint)below.Count });
            code.AddRange(below);
            code.AddRange(Search(calls[middle..], otherwise));
            return code;
        }

        foreach (var (number, decision) in calls)
        {
            code.Add(Jump(BPF_JEQ, (uint)number, 0, checked((byte)decision.Count)));
            code.AddRange(decision);
        }

        code.Add(Return(otherwise));
        return code;
    }

    private static uint AnswerOf(SeccompRule rule) => rule.Action == SeccompAction.Quiet ? SECCOMP_RET_ERRNO | (uint)rule.Errno : SECCOMP_RET_USER_NOTIF;

    /// <summary>The rules of one call, in order, the first whose tests all hold decides; the accumulator is free, since the number is known.</summary>
    private static List<SockFilter> Decide(IEnumerable<(ArgumentTest[] Tests, uint Answer)> rules, uint otherwise)
    {
        var code = new List<SockFilter>();
        var always = false;
        foreach (var (tests, answer) in rules)
        {
            // Every test is load, mask, compare; one that fails jumps behind the rule.
            for (var i = 0; i < tests.Length; i++)
            {
                var test = tests[i];
                var behind = checked((byte)(((tests.Length - 1 - i) * 3) + 1));
                code.Add(Load((uint)(16 + (test.Index * 8) + (test.HighHalf ? 4 : 0))));
                code.Add(new SockFilter { code = BPF_ALU | BPF_AND | BPF_K, k = test.Mask });
                code.Add(test.Operator == ArgumentOperator.Equal ? Jump(BPF_JEQ, test.Value, 0, behind) : Jump(BPF_JEQ, test.Value, behind, 0));
            }

            code.Add(Return(answer));
            always |= tests.Length == 0;
        }

        if (!always)
        {
            code.Add(Return(otherwise));
        }

        return code;
    }

    private static SockFilter Load(uint offset) => new() { code = BPF_LD | BPF_W | BPF_ABS, k = offset };

    private static SockFilter Jump(ushort comparison, uint value, byte ifTrue, byte ifFalse) =>
        new() { code = (ushort)(BPF_JMP | comparison | BPF_K), jt = ifTrue, jf = ifFalse, k = value };

    private static SockFilter Return(uint value) => new() { code = BPF_RET | BPF_K, k = value };
}
