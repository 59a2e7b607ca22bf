using System.Net;
using System.Text;
using Hotcell.Client;

namespace Hotcell.Unit.Client;

/// <summary>How the client reads events over connections that break.</summary>
public sealed class EventStreamTests
{
    private const string Id = "01a2027c-998a-7e2f-b544-724422f8e319";
    private const string Finished = "id: 4\nevent: finished\ndata: {\"id\":\"x\",\"language\":\"bash\",\"verdict\":\"Ok\"}\n\n";

    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new();
    private readonly List<string> _asked = [];

    [Fact]
    public async Task A_cut_connection_is_made_again_and_nothing_is_missed()
    {
        Answer(Events(Queued + Output(2, "a"), cut: true));
        Answer(Events(Output(3, "b"), cut: false));
        Answer(Events(Finished, cut: false));

        var events = await ReadAsync();

        Assert.Equal("ab", string.Concat(events.OfType<ExecutionEvent.Output>().Select(output => output.Data)));
        Assert.IsType<ExecutionEvent.Finished>(events[^1]);
        Assert.Equal(["POST /api/v1/executions ", $"GET /api/v1/executions/{Id}/events 2", $"GET /api/v1/executions/{Id}/events 3"], _asked);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        Answer(Events(Queued, cut: true));
        Answer(new HttpResponseMessage(HttpStatusCode.TooManyRequests));
        _answers.Enqueue(_ => throw new HttpRequestException("refused"));
        Answer(Events(Finished, cut: false));

        Assert.IsType<ExecutionEvent.Finished>((await ReadAsync())[^1]);
        Assert.Equal(4, _asked.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_come_back_is_given_up()
    {
        Answer(Events(Queued, cut: true));
        for (var i = 0; i < 10; i++)
        {
            _answers.Enqueue(_ => throw new HttpRequestException("refused"));
        }

        await Assert.ThrowsAsync<HttpRequestException>(ReadAsync);
        Assert.Equal(5, _asked.Count);
    }

    [Fact]
    public async Task Connections_that_bring_nothing_are_given_up()
    {
        Answer(Events(Queued, cut: true));
        for (var i = 0; i < 10; i++)
        {
            Answer(Events("", cut: false));
        }

        await Assert.ThrowsAsync<HotcellException>(ReadAsync);
        Assert.InRange(_asked.Count, 3, 6);
    }

    [Fact]
    public async Task What_is_gone_is_not_asked_for_again()
    {
        Answer(Events(Queued, cut: true));
        Answer(new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.Equal(404, (await Assert.ThrowsAsync<HotcellException>(ReadAsync)).Problem.Status);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_failure_of_the_server_is_an_exception()
    {
        Answer(Events(Queued + "id: 2\nevent: failed\ndata: {\"type\":\"urn:hotcell:problem:system-fault\",\"title\":\"t\",\"status\":500,\"fault\":{\"stage\":\"run\",\"step\":\"Mount\",\"index\":2,\"errno\":12}}\n\n", cut: false));

        var failed = await Assert.ThrowsAsync<HotcellException>(ReadAsync);
        Assert.Equal((500, new Fault("run", "Mount", 2, 12)), (failed.Problem.Status, failed.Problem.Fault!));
    }

    [Fact]
    public async Task What_is_younger_than_the_client_is_passed_over()
    {
        Answer(Events(Queued + "id: 2\nevent: dreaming\ndata: {}\n\n:\n\n" + Finished.Replace("\"Ok\"", "\"Splendid\",\"colour\":\"red\"", StringComparison.Ordinal), cut: false));

        var events = await ReadAsync();
        Assert.Equal(2, events.Count);
        Assert.Equal(Verdict.Unknown, Assert.IsType<ExecutionEvent.Finished>(events[^1]).Result.Verdict);
    }

    [Fact]
    public async Task An_answer_that_is_no_problem_document_is_an_exception_too()
    {
        Answer(new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });
        var refused = await Assert.ThrowsAsync<HotcellException>(ReadAsync);
        Assert.Equal((502, "Bad Gateway (502)."), (refused.Problem.Status, refused.Message));
    }

    private static string Queued => $"id: 1\nevent: queued\ndata: {{\"id\":\"{Id}\"}}\n\n";

    private static string Output(int id, string text) => $"id: {id}\nevent: output\ndata: {{\"stage\":\"run\",\"stream\":\"stdout\",\"data\":\"{text}\"}}\n\n";

    private static HttpResponseMessage Events(string text, bool cut)
    {
        var response = new HttpResponseMessage { Content = new StreamContent(new CutStream(Encoding.UTF8.GetBytes(text), cut)) };
        response.Headers.Location = new Uri($"/api/v1/executions/{Id}/events", UriKind.Relative);
        return response;
    }

    private void Answer(HttpResponseMessage response) => _answers.Enqueue(_ => response);

    private async Task<List<ExecutionEvent>> ReadAsync()
    {
        using var http = new HttpClient(new Server(this)) { BaseAddress = new Uri("http://hotcell/") };
        using var client = new HotcellClient(http, new HurriedTime());
        return await client.StreamAsync(new ExecutionRequest { Language = "bash", Code = "" }).ToListAsync();
    }

    /// <summary>Answers with what comes next.</summary>
    private sealed class Server(EventStreamTests tests) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            tests._asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {(request.Headers.TryGetValues("Last-Event-ID", out var last) ? last.Single() : "")}");
            return Task.FromResult(tests._answers.Dequeue()(request));
        }
    }

    /// <summary>Whoever waits has waited.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>Ends with an error, as a connection does that breaks.</summary>
    private sealed class CutStream(byte[] bytes, bool cut) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var count && (count > 0 || !cut) ? count : throw new IOException("cut");
    }
}
