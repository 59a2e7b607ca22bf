using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Cli.Doctor;

/// <summary>Makes one cell and reports what a program in it can see.</summary>
internal static class CellChecks
{
    /// <summary>Builtins only, so that it says the same with any set of tools in the image.</summary>
    private const string Probe = """
        while read -r key value; do
          case $key in CapEff:|CapPrm:|CapBnd:|NoNewPrivs:|Seccomp:|Uid:) echo "$key $value" ;; esac
        done </proc/self/status
        interfaces=""
        while read -r name _; do case $name in *:) interfaces="$interfaces $name" ;; esac; done </proc/net/dev
        echo "interfaces$interfaces"
        processes=0
        for folder in /proc/[0-9]*; do processes=$((processes + 1)); done
        echo "processes $processes"
        (: >/usr/probe) 2>/dev/null && echo "usr writable" || echo "usr read-only"
        """;

    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        await using var warden = EngineSession.WardenSocket is null ? WardenProcess.Start() : null;
        if ((EngineSession.WardenSocket ?? warden?.Socket) is not { } socket)
        {
            return [Finding.Bad("warden", "there is none to ask", "./hotcell doctor starts one; or set HOTCELL_WARDEN to the path of hotcell-warden")];
        }

        try
        {
            await using var engine = await ConnectAsync(socket, warden, cancellation);
            return await LookInsideAsync(engine, cancellation);
        }
        catch (Exception error) when (error is CommandException or RejectedException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var said = warden is null ? "" : await warden.StopAsync();
            return [Finding.Bad("warden", said.Length > 0 ? said : error.Message, "what is missing above is the likely cause")];
        }
    }

    /// <summary>Gives up as soon as the warden has.</summary>
    private static async Task<HotcellEngine> ConnectAsync(string socket, WardenProcess? warden, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connecting = EngineSession.ConnectAsync(socket, stop.Token);
        if (warden is not null && await Task.WhenAny(connecting, warden.Ended) != connecting)
        {
            await stop.CancelAsync();
        }

        return await connecting;
    }

    private static async Task<IReadOnlyList<Finding>> LookInsideAsync(HotcellEngine engine, CancellationToken cancellation)
    {
        var request = new ExecutionRequest { Language = "bash", Files = [new SourceFile(null, Encoding.UTF8.GetBytes(Probe))] };
        await foreach (var step in engine.Executions.RunAsync(request, cancellation))
        {
            switch (step)
            {
                case ExecutionEvent.Faulted { Fault: var fault }:
                    return [Finding.Bad("cell", $"{fault.Step} failed: {fault.Message}", "what fails above is the likely cause")];
                case ExecutionEvent.Finished { Result: { Verdict: Verdict.Ok, Run: { } run } result }:
                    return
                    [
                        .. IsolationNames.Of(result.Isolation).Select(name => Finding.Good(name, "in force")),
                        .. IsolationNames.Missing(result.Isolation).Select(name => Finding.Degraded(name, "missing in every cell, as accepted")),
                        .. Judge(Encoding.UTF8.GetString(run.Stdout.Span)),
                    ];
                case ExecutionEvent.Finished { Result: var result }:
                    return [Finding.Bad("cell", $"the probe ended with {result.Verdict}", "run ./hotcell test")];
            }
        }

        return [Finding.Bad("cell", "no result", "run ./hotcell test")];
    }

    private static IEnumerable<Finding> Judge(string report)
    {
        var seen = report.Split('\n').Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim().Replace('\t', ' '));
        yield return Expect(seen, "Uid:", "user inside", value => value.StartsWith("1000", StringComparison.Ordinal));
        yield return Expect(seen, "CapEff:", "capabilities", IsZero);
        yield return Expect(seen, "CapPrm:", "permitted capabilities", IsZero);
        yield return Expect(seen, "CapBnd:", "capabilities that a program could gain", IsZero);
        yield return Expect(seen, "NoNewPrivs:", "no_new_privs", value => value == "1");
        yield return Expect(seen, "Seccomp:", "system call filter (2 is on)", value => value == "2");
        yield return Expect(seen, "interfaces", "network interfaces", value => value == "lo:");
        yield return Expect(seen, "processes", "visible processes", value => int.TryParse(value, out var count) && count <= 3);
        yield return Expect(seen, "usr", "/usr", value => value == "read-only");
    }

    private static Finding Expect(Dictionary<string, string> seen, string key, string name, Func<string, bool> isRight)
    {
        var value = seen.GetValueOrDefault(key, "not told");
        return isRight(value) ? Finding.Good(name, value) : Finding.Bad(name, value, "this must not be: run ./hotcell test and report it (SECURITY.md)");
    }

    private static bool IsZero(string mask) => mask.All(digit => digit == '0');
}
