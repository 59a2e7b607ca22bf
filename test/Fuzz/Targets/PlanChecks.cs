using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>What must hold of every plan, whatever it was made of; told without the code that makes it so.</summary>
internal static class PlanChecks
{
    public static void AssertSound(ExecutionPlan plan)
    {
        Assert.NotEmpty(plan.Files);
        foreach (var file in plan.Files)
        {
            var parts = file.Name!.Split('/');
            Assert.DoesNotContain(parts, part => part is "" or "." or "..");
            Assert.DoesNotContain(file.Name, letter => letter is '\0' or '\\' || char.IsControl(letter));
            Assert.InRange(Encoding.UTF8.GetByteCount(file.Name), 1, 255);
        }

        Assert.Equal(plan.Files.Count, plan.Files.Select(file => file.Name).Distinct().Count());
        AssertReadable(plan.Run);
        if (plan.Compile is { } compile)
        {
            AssertReadable(compile);
        }
    }

    /// <summary>The warden's side reads exactly the words that the engine's side wrote.</summary>
    private static void AssertReadable(StagePlan stage)
    {
        var payload = stage.Command.ToPayload(stage.Limits);
        Assert.InRange(payload.Length, 1, FrameHeader.MaxPayload);
        var start = StartReading.ByWarden(payload);
        Assert.NotNull(start);
        Assert.Equal(stage.Command.Executable, start.Executable);
        Assert.Equal(stage.Command.Argv, start.Args);
        Assert.Equal(stage.Command.Env, start.Env);
    }
}
