using System.Diagnostics;
using System.Globalization;
using Hotcell.Fuzz.Fuzzing;
using Hotcell.Fuzz.Targets;
using Xunit;

namespace Hotcell.Fuzz;

/// <summary>
/// Everything that takes bytes from outside, given bytes that nobody means well with. Theory of operation: a <see cref="FuzzTarget"/> takes any
/// bytes, checks what must hold, and says in a few words what came of them; an input with a new outcome has reached new code and is worth
/// mutating further. Such inputs, small, are the corpus in test/Fuzz/corpus; every run begins with them.
/// <para>
/// Here the mutations are the same in every run. To search further, for so many seconds per target and with other mutations each time:
/// <c>HOTCELL_FUZZ_SECONDS=600 ./hotcell test Fuzz</c>. With <c>HOTCELL_FUZZ_KEEP=1</c> what it finds new is added to the corpus.
/// </para>
/// </summary>
public sealed class FuzzTests
{
    private const int Seed = 20_261_121;

    private static readonly FuzzTarget[] s_targets =
    [
        new ExecutionsRequestTarget(), new ExecuteRequestTarget(), new GrpcRequestTarget(), new EngineIoTarget(), new ClientFrameTarget(), new LanguageTarget(), new CellFramesTarget(), new StartTarget(), new PlanTarget(),
        new FilterTarget(), new ControlTarget(),
    ];

    public static TheoryData<string> Targets => [.. s_targets.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Known_inputs_do_no_harm(string name)
    {
        using var target = Find(name);
        var inputs = Corpus.Read(name);
        Assert.NotEmpty(inputs);
        var outcomes = inputs.Select(input => Fuzzer.Try(target, input)).ToHashSet();

        // A corpus whose inputs all come to the same thing is not looking any more.
        Assert.True(outcomes.Count >= 2, $"{inputs.Count} inputs have {outcomes.Count} outcomes.");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void New_inputs_do_no_harm(string name)
    {
        using var target = Find(name);
        var seconds = int.Parse(Environment.GetEnvironmentVariable("HOTCELL_FUZZ_SECONDS") ?? "0", CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var fuzzer = new Fuzzer(target, Corpus.Read(name), seconds == 0 ? Seed : Environment.TickCount);
        fuzzer.Run(round => seconds == 0 ? round < target.Rounds : watch.Elapsed.TotalSeconds < seconds);
        TestContext.Current.TestOutputHelper?.WriteLine($"{fuzzer.Rounds} inputs, {fuzzer.Outcomes} outcomes, {fuzzer.New.Count} of them new.");
        if (Environment.GetEnvironmentVariable("HOTCELL_FUZZ_KEEP") == "1")
        {
            Corpus.Add(name, fuzzer.New);
        }
    }

    private static FuzzTarget Find(string name) => s_targets.Single(target => target.Name == name).Begin();
}
