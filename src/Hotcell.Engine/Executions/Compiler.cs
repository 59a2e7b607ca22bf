using Hotcell.Engine.Cells;

namespace Hotcell.Engine.Executions;

/// <summary>Compiles a program, or finds what was compiled before of the very same files.</summary>
internal sealed class Compiler(StageRunner stages, CompileCache cache)
{
    /// <param name="plan">Of a language that compiles.</param>
    /// <param name="follow">Gets what the compiler writes, or has written, before it is complete.</param>
    /// <exception cref="SystemFaultException">It was not the program's doing.</exception>
    public async Task<Compilation> RunAsync(WardenConnection warden, ExecutionPlan plan, Action<OutputLog> follow, CancellationToken stop)
    {
        var key = plan.MayCache && cache.IsOn ? CompileKey.Of(plan) : (CompileKey?)null;
        if (key is { } known && cache.Find(known, plan.MaxArtifact) is { } found)
        {
            follow(found.Output);
            return found with { Result = found.Result with { Cached = true } };
        }

        var output = new OutputLog();
        follow(output);
        var artifact = new Artifact(plan.MaxArtifact);
        var result = await stages.RunAsync(warden, plan, plan.Compile!, new StageLinks { Left = artifact }, output, () => { }, stop);
        var compiled = new Compilation(artifact, output, result);
        if (key is { } wanted)
        {
            cache.Add(wanted, compiled);
        }

        return compiled;
    }
}
