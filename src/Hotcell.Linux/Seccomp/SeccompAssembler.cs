using Hotcell.Linux.Abi;
using static Hotcell.Linux.Abi.SeccompAbi;

namespace Hotcell.Linux.Seccomp;

/// <summary>
/// Turns rules into classic BPF. The program first refuses every foreign architecture and the x32 numbers, then numbers that nobody has
/// reviewed, then walks the rules in order; what no rule refuses is allowed. Walking costs little: the kernel remembers per call number that
/// the answer is "allow" wherever it does not depend on arguments (seccomp action cache).
/// </summary>
public static class SeccompAssembler
{
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint FirstX32 = 0x40000000;

    /// <summary>A filter that allows all but <paramref name="rules"/>.</summary>
    /// <param name="rules">Refusals; the first that matches decides.</param>
    /// <param name="lastReviewed">Calls above this number answer ENOSYS.</param>
    /// <param name="userNotification">False turns every named refusal into a plain EPERM, for kernels and tests without a supervisor.</param>
    public static SockFilter[] AllowAllBut(IEnumerable<SeccompRule> rules, int lastReviewed, bool userNotification = true)
    {
        var program = Prologue();
        program.Add(Jump(BPF_JGE, (uint)lastReviewed + 1, 0, 1));
        program.Add(Return(SECCOMP_RET_ERRNO | Errno.ENOSYS));
        foreach (var rule in rules)
        {
            Append(program, rule, userNotification);
        }

        program.Add(Return(SECCOMP_RET_ALLOW));
        return [.. program];
    }

    /// <summary>A filter that answers EPERM to all but <paramref name="allowed"/>.</summary>
    public static SockFilter[] RefuseAllBut(IEnumerable<int> allowed)
    {
        var program = Prologue();
        foreach (var number in allowed)
        {
            program.Add(Jump(BPF_JEQ, (uint)number, 0, 1));
            program.Add(Return(SECCOMP_RET_ALLOW));
        }

        program.Add(Return(SECCOMP_RET_ERRNO | Errno.EPERM));
        return [.. program];
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

    private static void Append(List<SockFilter> program, SeccompRule rule, bool userNotification)
    {
        var refusal = rule.Action == SeccompAction.Quiet ? SECCOMP_RET_ERRNO | (uint)rule.Errno
            : userNotification ? SECCOMP_RET_USER_NOTIF
            : SECCOMP_RET_ERRNO | Errno.EPERM;

        // Every test is load, mask, compare; a test that fails jumps behind the rule, to the load that restores the number for the next one.
        var length = rule.Tests.Length == 0 ? 1 : (rule.Tests.Length * 3) + 2;
        program.Add(Jump(BPF_JEQ, (uint)rule.Syscall, 0, checked((byte)length)));
        for (var i = 0; i < rule.Tests.Length; i++)
        {
            var test = rule.Tests[i];
            var toEnd = checked((byte)(((rule.Tests.Length - 1 - i) * 3) + 1));
            program.Add(Load((uint)(16 + (test.Index * 8) + (test.HighHalf ? 4 : 0))));
            program.Add(new SockFilter { code = BPF_ALU | BPF_AND | BPF_K, k = test.Mask });
            program.Add(test.Operator == ArgumentOperator.Equal ? Jump(BPF_JEQ, test.Value, 0, toEnd) : Jump(BPF_JEQ, test.Value, toEnd, 0));
        }

        program.Add(Return(refusal));
        if (rule.Tests.Length > 0)
        {
            program.Add(Load(NumberOffset));
        }
    }

    private static SockFilter Load(uint offset) => new() { code = BPF_LD | BPF_W | BPF_ABS, k = offset };

    private static SockFilter Jump(ushort comparison, uint value, byte ifTrue, byte ifFalse) =>
        new() { code = (ushort)(BPF_JMP | comparison | BPF_K), jt = ifTrue, jf = ifFalse, k = value };

    private static SockFilter Return(uint value) => new() { code = BPF_RET | BPF_K, k = value };
}
