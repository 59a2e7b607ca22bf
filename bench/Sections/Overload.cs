using Hotcell.Bench.Machine;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>
/// More clients than the queue has room for: each is answered right or refused at once and cleanly, the answers of those who were let in come as soon as
/// when the queue was just full, the server's memory is bounded, and nothing stays behind.
/// </summary>
internal static class Overload
{
    private const int Clients = 1000;

    /// <summary>As many as are let in: what runs, and what one caller alone may have waiting.</summary>
    private const int LetIn = 400;

    private const int Requests = 3;
    private const int ReadyTime = 4;
    private const double Megabyte = 1e6;
    private const double MostMegabytes = 400;
    private const double MostSlower = 1.5;

    public static async Task<Section> MeasureAsync(Workbench bench)
    {
        var section = new Section($"{Clients} clients at once, {Requests} requests each");
        await using var own = await Workbench.SetUpAsync(bench.Effort, withServer: true, bench.Stop, tree: null, "--ready-time", $"{ReadyTime}");
        await RunAsync(own, LetIn);
        await Task.Delay(TimeSpan.FromSeconds(ReadyTime * 1.5), bench.Stop);
        var before = await Holdings.TakeSettledAsync(own.Hotcell);

        var few = await RunAsync(own, LetIn);
        var many = await RunAsync(own, Clients);

        var let = section.Add($"answers to {LetIn} clients", few.Where(outcome => outcome.Right).Select(outcome => outcome.Milliseconds));
        var right = section.Add($"answers to {Clients} clients", many.Where(outcome => outcome.Right).Select(outcome => outcome.Milliseconds));
        section.Add($"refusals of {Clients} clients", many.Where(outcome => outcome.Refused).Select(outcome => outcome.Milliseconds));
        section.Add("neither right nor refused", few.Concat(many).Count(outcome => outcome.Problem is not null), Units.Count, Target.NoMoreThan(0));
        section.Add($"an answer, {Clients} clients ÷ {LetIn}, p50", right.P50 / let.P50, Units.Times, Target.NoMoreThan(MostSlower));
        section.Add("server, most resident memory", ProcessTree.MostResidentBytesOf(own.Hotcell.ServerId) / Megabyte, Units.Megabytes, Target.NoMoreThan(MostMegabytes));
        foreach (var (name, count) in await before.LeftAsync(own.Hotcell))
        {
            section.Add($"left behind: {name}", count, Units.Count, Target.NoMoreThan(0));
        }

        section.Notes.AddRange(few.Concat(many).Select(outcome => outcome.Problem).OfType<string>().Take(3));
        return section;
    }

    private static async Task<IReadOnlyList<HttpOutcome>> RunAsync(Workbench bench, int clients)
    {
        bench.Stop.ThrowIfCancellationRequested();
        using var http = bench.Connect();
        var available = await http.AvailableLanguagesAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            var mine = new List<HttpOutcome>();
            for (var i = 0; i < Requests; i++)
            {
                mine.Add(await http.TryAsync(NumberedPrograms.Of((client * Requests) + i, available)));
            }

            return mine;
        }));
        return [.. outcomes.SelectMany(mine => mine)];
    }
}
