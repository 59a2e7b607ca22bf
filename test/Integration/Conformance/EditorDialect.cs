using System.Text.Json;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary><c>POST /execute</c>, alone or for a room.</summary>
internal sealed class EditorDialect(string name, string path) : JsonDialect(name, path)
{
    /// <summary>It has no limits.</summary>
    public override bool CanSay(Ask ask) => ask.Seconds is null;

    protected override Outcome Read(JsonElement answer)
    {
        var verdict = answer.Text("verdict")!;
        Assert.Equal(verdict switch { "Ok" => "success", "TimeLimit" or "CpuTimeLimit" => "timeout", _ => "error" }, answer.Text("status"));
        Assert.Equal(verdict == "Ok", answer.At("success").GetBoolean());
        Assert.Equal(verdict == "Ok", answer.IsNull("error"));
        Assert.True(answer.At("executionId").TryGetGuid(out _));
        return new Outcome(verdict, answer.Text("stdout")!, answer.Text("stderr")!, answer.At("exitCode").GetInt32()) { Interleaved = answer.Text("output") };
    }

    protected override IEnumerable<(string Field, string Message)> ErrorsIn(HttpResponseMessage response, JsonElement answer)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("error", false), (answer.Text("status"), answer.At("success").GetBoolean()));
        Assert.NotEmpty(answer.Text("error")!);
        return ErrorsOf(answer.At("details"));
    }
}
