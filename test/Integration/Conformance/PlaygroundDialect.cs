using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary><c>POST /api/execute</c>.</summary>
internal sealed class PlaygroundDialect() : JsonDialect("playgrounds", "/api/execute", ("timeout", "seconds"))
{
    protected override JsonObject BodyOf(Ask ask) => base.BodyOf(ask with { Seconds = 1000 * ask.Seconds });

    protected override Outcome Read(JsonElement answer)
    {
        var verdict = answer.Text("verdict")!;
        Assert.Equal(verdict == "Ok", answer.At("success").GetBoolean());
        Assert.Equal(verdict == "Ok", answer.IsNull("error"));
        Assert.Equal(answer.Text("stdout"), answer.Text("output"));
        Assert.True(answer.At("timestamp").TryGetDateTimeOffset(out _));
        return new Outcome(verdict, answer.Text("stdout")!, answer.Text("stderr")!, answer.At("exitCode").GetInt32());
    }

    protected override IEnumerable<(string Field, string Message)> ErrorsIn(HttpResponseMessage response, JsonElement answer)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.False(answer.At("success").GetBoolean());
        Assert.NotEmpty(answer.Text("error")!);
        return ErrorsOf(answer.At("details"));
    }
}
