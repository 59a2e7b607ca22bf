using System.CommandLine;

namespace Hotcell.Cli.Doctor;

/// <summary>
/// <c>hotcell doctor</c>: names each protection with its state and the fix. First what the kernel and the machine offer, asked of them directly;
/// then a real cell, looked at from inside: what counts is what holds there.
/// </summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check every protection of a cell on this machine. Exits with 1 when something required is missing");
        var explain = new Option<bool>("--explain") { Description = "Instead: every mount, rule and limit of a cell, and its reason" };
        command.Options.Add(explain);
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            if (parsed.GetValue(explain))
            {
                return await WardenProcess.ExplainAsync(cancellation);
            }

            var sections = new (string Title, Func<Task<IReadOnlyList<Finding>>> Check)[]
            {
                ("Kernel", () => Task.FromResult(KernelChecks.Run())),
                ("Namespaces", () => NamespaceChecks.RunAsync(cancellation)),
                ("Control groups", () => Task.FromResult(CgroupChecks.Run())),
                ("User ids", () => Task.FromResult(IdentityChecks.Run())),
                ("A cell, seen from inside", () => CellChecks.RunAsync(cancellation)),
                ("Toolchains", () => Task.FromResult(ToolchainChecks.Run())),
            };
            var bad = 0;
            var degraded = 0;
            foreach (var (title, check) in sections)
            {
                Console.WriteLine(title);
                foreach (var finding in await check())
                {
                    Print(finding);
                    bad += finding.Health == Health.Bad ? 1 : 0;
                    degraded += finding.Health == Health.Degraded ? 1 : 0;
                }
            }

            Console.WriteLine(bad == 0 ? degraded == 0 ? "Everything that is required is in place." : $"Cells are degraded, as accepted: {degraded} {(degraded == 1 ? "finding" : "findings")} above." : $"{bad} required {(bad == 1 ? "thing is" : "things are")} missing.");
            return bad == 0 ? 0 : 1;
        }));
        return command;
    }

    private static void Print(Finding finding)
    {
        var mark = finding.Health switch
        {
            Health.Good => '✓',
            Health.Optional => '-',
            Health.Degraded => '!',
            _ => '✗',
        };
        Console.WriteLine($"  {mark} {finding.Name}: {finding.State}");
        if (finding.Fix is not null)
        {
            Console.WriteLine($"      fix: {finding.Fix}");
        }
    }
}
