using System.Diagnostics;
using Hotcell.Bench.Machine;

namespace Hotcell.Bench.Measuring;

/// <summary>One of the things that are compared.</summary>
/// <param name="Name">In the report.</param>
/// <param name="RunAsync">Runs it once; milliseconds.</param>
internal sealed record Contender(string Name, Func<Task<double>> RunAsync)
{
    /// <summary>It takes part in every round whose number this divides: more than 1 for what is much slower than the others.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Awaited before each turn, and no part of it.</summary>
    public Func<Task> RestAsync { get; init; } = () => Task.CompletedTask;

    public static Contender Blocking(string name, Func<double> run) => new(name, () => Task.FromResult(run()));
}

/// <summary>How much of a comparison is enough.</summary>
/// <param name="Rounds">At most.</param>
/// <param name="Budget">No round is begun after this, once <see cref="Least"/> are done.</param>
/// <param name="Warmup">Rounds before the first that counts.</param>
internal sealed record Amount(int Rounds, TimeSpan Budget, int Warmup)
{
    public const int Least = 3;

    /// <summary>Before each turn: what the turn before left to be done behind the answer is done by then, and waits for no one.</summary>
    public TimeSpan Rest { get; init; }
}

/// <summary>
/// Interleaved rounds: in each, every contender runs once, so whatever disturbs the machine meets them all. The order is drawn anew for each
/// round: what one leaves behind (a dying cell, a warm cache) falls on the others in turn. The draw is the same in every run. A turn in which the
/// machine's host gave the processors to others is taken again: that is not of the contender.
/// </summary>
internal static class Rounds
{
    private const int Seed = 20;

    /// <summary>Of a turn: so much may be stolen. Of so many attempts, the one that lost least counts.</summary>
    private const double MostStolen = 0.05;
    private const int Attempts = 4;

    /// <summary>All that were taken in this process, and those of which the host took too much.</summary>
    public static int Turns { get; private set; }

    /// <inheritdoc cref="Turns"/>
    public static int Robbed { get; private set; }

    /// <returns>The milliseconds of each contender, in the order of the rounds.</returns>
    public static async Task<IReadOnlyList<List<double>>> RunAsync(Amount amount, CancellationToken stop, params IReadOnlyList<Contender> contenders)
    {
        var measured = contenders.Select(_ => new List<double>()).ToArray();
        var order = Enumerable.Range(0, contenders.Count).ToArray();
        var draw = new Random(Seed);
        var watch = new Stopwatch();
        for (var round = -amount.Warmup; round < amount.Rounds; round++)
        {
            if (round == 0)
            {
                watch.Start();
            }

            if (round >= Amount.Least && watch.Elapsed > amount.Budget)
            {
                break;
            }

            draw.Shuffle(order);
            foreach (var i in order)
            {
                stop.ThrowIfCancellationRequested();
                if (round % contenders[i].Every != 0)
                {
                    continue;
                }

                var milliseconds = await TakeTurnAsync(contenders[i], amount.Rest, stop);
                if (round >= 0)
                {
                    measured[i].Add(milliseconds);
                }
            }
        }

        return measured;
    }

    private static async Task<double> TakeTurnAsync(Contender contender, TimeSpan rest, CancellationToken stop)
    {
        var (least, best) = (double.PositiveInfinity, 0.0);
        for (var attempt = 0; attempt < Attempts && least > MostStolen; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, stop);
            }

            await contender.RestAsync();
            var before = StolenTime.Read();
            var milliseconds = await contender.RunAsync();
            var stolen = (StolenTime.Read() - before) / milliseconds;
            (least, best) = stolen < least ? (stolen, milliseconds) : (least, best);
            Robbed += stolen > MostStolen ? 1 : 0;
            Turns++;
        }

        return best;
    }
}
