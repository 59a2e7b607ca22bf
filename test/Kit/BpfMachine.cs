using Hotcell.Linux.Abi;
using Xunit;
using static Hotcell.Linux.Abi.SeccompAbi;

namespace Hotcell.Kit;

/// <summary>What a filter is asked about: struct seccomp_data, without the instruction pointer.</summary>
/// <param name="Arguments">Up to six; the others are 0.</param>
public sealed record SeccompCall(uint Architecture, int Number, params ulong[] Arguments);

/// <summary>Classic BPF over struct seccomp_data, as far as the assembler uses it.</summary>
public static class BpfMachine
{
    private const int DataWords = 16;
    private const int LongestProgram = 4096;

    /// <summary>Asserts what the kernel asks of a filter before it takes it: known instructions, jumps that stay inside, an answer at the end.</summary>
    public static void AssertLoads(IReadOnlyList<SockFilter> program)
    {
        Assert.InRange(program.Count, 1, LongestProgram);
        for (var at = 0; at < program.Count; at++)
        {
            var instruction = program[at];
            switch (instruction.code)
            {
                case BPF_LD | BPF_W | BPF_ABS:
                    Assert.True(instruction.k % 4 == 0 && instruction.k / 4 < DataWords, $"Instruction {at} loads from {instruction.k}.");
                    break;
                case BPF_JMP | BPF_JA:
                    Assert.InRange(at + 1 + (long)instruction.k, 0, program.Count - 1);
                    break;
                case BPF_JMP | BPF_JEQ | BPF_K:
                case BPF_JMP | BPF_JGE | BPF_K:
                    Assert.InRange(at + 1 + Math.Max(instruction.jt, instruction.jf), 0, program.Count - 1);
                    break;
                case BPF_ALU | BPF_AND | BPF_K:
                case BPF_RET | BPF_K:
                    break;
                default:
                    Assert.Fail($"Instruction {at} has the code {instruction.code:x}.");
                    break;
            }
        }

        Assert.Equal(BPF_RET | BPF_K, program[^1].code);
    }

    /// <summary>The answer: SECCOMP_RET_ and its data.</summary>
    public static uint Run(IReadOnlyList<SockFilter> program, SeccompCall call)
    {
        var data = new uint[DataWords];
        data[0] = (uint)call.Number;
        data[1] = call.Architecture;
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            data[4 + (2 * i)] = (uint)call.Arguments[i];
            data[5 + (2 * i)] = (uint)(call.Arguments[i] >> 32);
        }

        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var instruction = program[at];
            switch (instruction.code)
            {
                case BPF_LD | BPF_W | BPF_ABS:
                    accumulator = data[instruction.k / 4];
                    break;
                case BPF_ALU | BPF_AND | BPF_K:
                    accumulator &= instruction.k;
                    break;
                case BPF_JMP | BPF_JA:
                    at += (int)instruction.k;
                    break;
                case BPF_JMP | BPF_JEQ | BPF_K:
                    at += accumulator == instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BPF_JMP | BPF_JGE | BPF_K:
                    at += accumulator >= instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BPF_RET | BPF_K:
                    return instruction.k;
                default:
                    throw new InvalidOperationException($"instruction {at}: code {instruction.code:x}");
            }
        }
    }
}
