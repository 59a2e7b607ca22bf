using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotcell.Integration.Conformance;

/// <summary><c>POST /api/v1/executions</c>.</summary>
internal class NativeDialect(string name = "native") : JsonDialect(name, "/api/v1/executions", ("stdin", "input"), ("limits.wall_time_ms", "seconds"))
{
    protected override JsonObject BodyOf(Ask ask)
    {
        var body = base.BodyOf(ask with { Seconds = null });
        if (ask.Seconds is { } seconds)
        {
            body["limits"] = new JsonObject { ["wall_time_ms"] = 1000 * seconds };
        }

        return body;
    }

    protected override Outcome Read(JsonElement answer)
    {
        if (answer.IsNull("run"))
        {
            var said = answer.Text("compile", "output")!;
            return new Outcome(answer.Text("verdict")!, "", said, ExitCodeOf(answer.At("compile"))) { Interleaved = said };
        }

        var run = answer.At("run");
        return new Outcome(answer.Text("verdict")!, run.Text("stdout")!, run.Text("stderr")!, ExitCodeOf(run)) { Interleaved = run.Text("output") };
    }

    protected override IEnumerable<(string Field, string Message)> ErrorsIn(HttpResponseMessage response, JsonElement answer) => ErrorsOfProblem(response, answer);

    /// <summary>The number that <c>docs/api.md</c> promises to those who have only one.</summary>
    public static int ExitCodeOf(JsonElement stage) => stage.Text("verdict") switch
    {
        "TimeLimit" or "CpuTimeLimit" => 124,
        "MemoryLimit" => 137,
        "OutputLimit" => 153,
        "Signalled" => 128 + stage.Text("signal") switch { "SIGSEGV" => 11, "SIGTERM" => 15, var other => throw new ArgumentException(other) },
        _ => stage.At("exit_code").GetInt32(),
    };
}
