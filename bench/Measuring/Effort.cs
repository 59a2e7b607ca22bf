namespace Hotcell.Bench.Measuring;

/// <summary>How long everything is measured. Every loop has an end: a number of rounds, and a time after which no round is begun.</summary>
internal sealed record Effort
{
    /// <summary>A cell is taken apart behind its answer, and the next one is made 15 ms after it, in 5 ms.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(30);

    public required Amount Cold { get; init; }

    public required Amount Overhead { get; init; }

    public required Amount Hello { get; init; }

    public required Amount Languages { get; init; }

    /// <summary>How long a rate is measured at a time, how often, and the warm-up before.</summary>
    public required TimeSpan RateChunk { get; init; }

    public required int RateRounds { get; init; }

    /// <summary>Requests that get the server's code compiled and its connections made.</summary>
    public required int Warmup { get; init; }

    /// <summary>Between two and three minutes on two CPUs.</summary>
    public static Effort Full { get; } = new()
    {
        Cold = new Amount(400, TimeSpan.FromSeconds(15), 20),
        Overhead = new Amount(400, TimeSpan.FromSeconds(30), 20) { Rest = s_rest },
        Hello = new Amount(150, TimeSpan.FromSeconds(10), 1),
        Languages = new Amount(11, TimeSpan.FromSeconds(20), 3) { Rest = s_rest },
        RateChunk = TimeSpan.FromSeconds(1),
        RateRounds = 3,
        Warmup = 1000,
    };

    /// <summary>Enough to see that all is well, and about where the numbers are.</summary>
    public static Effort Quick { get; } = new()
    {
        Cold = new Amount(100, TimeSpan.FromSeconds(4), 5),
        Overhead = new Amount(100, TimeSpan.FromSeconds(8), 5) { Rest = s_rest },
        Hello = new Amount(25, TimeSpan.FromSeconds(2), 1),
        Languages = new Amount(3, TimeSpan.FromSeconds(3), 1) { Rest = s_rest },
        RateChunk = TimeSpan.FromSeconds(0.3),
        RateRounds = 1,
        Warmup = 300,
    };
}
