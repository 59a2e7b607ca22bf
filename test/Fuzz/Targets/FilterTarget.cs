using Hotcell.Fuzz.Fuzzing;
using Hotcell.Kit;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Seccomp;
using Xunit;
using static Hotcell.Linux.Abi.SeccompAbi;

namespace Hotcell.Fuzz.Targets;

/// <summary>
/// The assembler of seccomp filters, against the rules themselves: an input is a list of rules and then calls, and for each call the program must
/// answer what the first matching rule says. Values come from a few, so that rules and calls meet.
/// </summary>
internal sealed class FilterTarget : FuzzTarget
{
    private const int LastReviewed = 400;
    private const uint Refused = SECCOMP_RET_ERRNO | Errno.ENOSYS;
    private const int Arguments = 6;

    public override string Name => "filter";

    public override int LongestInput => 600;

    public override string Run(byte[] input)
    {
        var source = new ByteSource(input);
        SeccompRule[] rules = [.. Rules(ref source)];
        int[] allowed = [.. rules.Select(rule => rule.Syscall).Distinct()];
        var program = SeccompAssembler.AllowAllBut(rules, LastReviewed);
        var closed = SeccompAssembler.RefuseAllBut(rules.Select(rule => new SeccompAllowance(rule.Syscall, rule.Reason, rule.Tests)));
        BpfMachine.AssertLoads(program);
        BpfMachine.AssertLoads(closed);
        var answers = new SortedSet<uint>();
        do
        {
            var call = Call(ref source, allowed);
            var answer = BpfMachine.Run(program, call);
            Assert.Equal(Meant(rules, call), answer);
            Assert.Equal(MeantClosed(rules, call), BpfMachine.Run(closed, call));
            answers.Add(answer);
        }
        while (!source.IsAtEnd);

        return $"{(rules.Length > 12 ? "many" : rules.Length > 3 ? "some" : "few")} rules, {rules.Select(rule => rule.Tests.Length).DefaultIfEmpty().Max()} tests, {string.Join(' ', answers.Select(answer => $"{answer:x}"))}";
    }

    private static List<SeccompRule> Rules(ref ByteSource source)
    {
        var rules = new List<SeccompRule>();
        for (var count = source.Below(40); count > 0; count--)
        {
            var tests = new ArgumentTest[source.Below(4)];
            for (var i = 0; i < tests.Length; i++)
            {
                tests[i] = new ArgumentTest(
                    source.Below(Arguments), source.OneOf(uint.MaxValue, 1u, 0x80000000u, 0xffu, 0u), source.OneOf(ArgumentOperator.Equal, ArgumentOperator.NotEqual), Half(ref source),
                    source.Below(2) == 1);
            }

            rules.Add(new SeccompRule(Number(ref source), source.OneOf(SeccompAction.Quiet, SeccompAction.Named), source.OneOf(Errno.EPERM, Errno.ENOENT, Errno.ENOSYS), "fuzz", tests));
        }

        return rules;
    }

    private static SeccompCall Call(ref ByteSource source, int[] ruled)
    {
        var number = source.Below(2) == 0 && ruled.Length > 0
            ? ruled[source.Below(ruled.Length)]
            : source.OneOf(Number(ref source), LastReviewed + 1, 0x40000000, 0x40000001, int.MaxValue, int.MinValue, -1);
        var arguments = new ulong[Arguments];
        for (var i = 0; i < Arguments; i++)
        {
            arguments[i] = Half(ref source) | ((ulong)Half(ref source) << 32);
        }

        return new SeccompCall(source.OneOf(AUDIT_ARCH_X86_64, AUDIT_ARCH_X86_64, AUDIT_ARCH_X86_64, 0x40000003u, 0u), number, arguments);
    }

    private static int Number(ref ByteSource source) => source.OneOf(source.Below(8), source.Below(256), LastReviewed - source.Below(3));

    private static uint Half(ref ByteSource source) => source.OneOf(0u, 1u, 2u, 40u, 0x80000000u, uint.MaxValue, source.UInt32());

    private static uint Meant(SeccompRule[] rules, SeccompCall call)
    {
        if (call.Architecture != AUDIT_ARCH_X86_64 || call.Number is < 0 or > LastReviewed)
        {
            return Refused;
        }

        var rule = rules.FirstOrDefault(rule => rule.Syscall == call.Number && rule.Tests.All(test => Holds(test, call)));
        return rule is null ? SECCOMP_RET_ALLOW : rule.Action == SeccompAction.Quiet ? SECCOMP_RET_ERRNO | (uint)rule.Errno : SECCOMP_RET_USER_NOTIF;
    }

    private static uint MeantClosed(SeccompRule[] allowed, SeccompCall call) =>
        call.Architecture != AUDIT_ARCH_X86_64 || (uint)call.Number >= 0x40000000 ? Refused
        : allowed.Any(rule => rule.Syscall == call.Number && rule.Tests.All(test => Holds(test, call))) ? SECCOMP_RET_ALLOW
        : SECCOMP_RET_ERRNO | Errno.EPERM;

    private static bool Holds(ArgumentTest test, SeccompCall call)
    {
        var half = test.HighHalf ? (uint)(call.Arguments[test.Index] >> 32) : (uint)call.Arguments[test.Index];
        return (half & test.Mask) == test.Value == (test.Operator == ArgumentOperator.Equal);
    }
}
