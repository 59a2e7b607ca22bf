using Hotcell.Integration.Api;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary><c>POST /api/v1/executions</c> with <c>Accept: text/event-stream</c>: outputs as they were told on the way.</summary>
internal sealed class EventsDialect() : NativeDialect("events")
{
    protected override void Prepare(HttpRequestMessage request) => request.Headers.Accept.ParseAdd("text/event-stream");

    protected override async Task<Outcome> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<Sse.Event>();
        await foreach (var one in Sse.ReadAsync(response))
        {
            events.Add(one);
        }

        Assert.Equal("finished", events[^1].Name);
        var end = Read(events[^1].Data);
        var stage = events[^1].Data.IsNull("run") ? "compile" : "run";
        var outputs = events.Where(one => one.Name == "output" && one.Data.Text("stage") == stage).ToList();
        var told = new Outcome(end.Verdict, stage == "run" ? Text("stdout") : "", stage == "run" ? Text("stderr") : Text(null), end.ExitCode) { Interleaved = Text(null) };
        Assert.Equal(end, told);
        return told with { Fallback = FallbackOf(events[^1].Data) };

        string Text(string? stream) => string.Concat(outputs.Where(one => stream is null || one.Data.Text("stream") == stream).Select(one => one.Data.Text("data")));
    }
}
