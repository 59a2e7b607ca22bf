using System.Text.Json;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary><c>POST /api/v1/execute</c>.</summary>
internal sealed class FlatDialect() : JsonDialect("flat", "/api/v1/execute", ("timeout_seconds", "seconds"))
{
    protected override Outcome Read(JsonElement answer)
    {
        var verdict = answer.Text("verdict")!;
        Assert.Equal(verdict is "TimeLimit" or "CpuTimeLimit", answer.At("timeout").GetBoolean());
        Assert.Equal(verdict == "MemoryLimit", answer.At("memory_exceeded").GetBoolean());
        return new Outcome(verdict, answer.Text("stdout")!, answer.Text("stderr")!, answer.At("exit_code").GetInt32());
    }

    protected override IEnumerable<(string Field, string Message)> ErrorsIn(HttpResponseMessage response, JsonElement answer) => ErrorsOfProblem(response, answer);
}
