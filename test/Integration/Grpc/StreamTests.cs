using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Health.V1;
using Hotcell.Integration.Abuse;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Grpc;

/// <summary>Answers of more than one message, and clients that do not read them.</summary>
public sealed class StreamTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const int SmallWindow = 64 * 1024;

    /// <summary>Twice as much of each stream as the limit of the flat form.</summary>
    private const string Loud = "head -c 2000000 /dev/zero; head -c 2000000 /dev/zero >&2";

    [Fact]
    public async Task Output_comes_while_the_program_runs()
    {
        using var client = new GrpcClient(server);
        using var response = await client.OpenAsync(Request("echo one; sleep 0.5; echo two >&2; exit 3"));
        await using var body = await response.Content.ReadAsStreamAsync();
        var events = new List<ExecuteEvent>();
        var sawTheEnd = false;
        while (await ReadAsync(body) is { } step)
        {
            sawTheEnd |= step.EventCase == ExecuteEvent.EventOneofCase.Finished;
            events.Add(step);
        }

        Assert.True(sawTheEnd);
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal(Stage.Run, events[0].Started.Stage);
        Assert.Equal((OutputStream.Stdout, "one\n"), (events[1].Output.Stream, events[1].Output.Data.ToStringUtf8()));
        Assert.Equal((OutputStream.Stderr, "two\n"), (events[2].Output.Stream, events[2].Output.Data.ToStringUtf8()));
        Assert.Equal(("RuntimeError", 3, "", ""), (events[3].Finished.Verdict, events[3].Finished.ExitCode, events[3].Finished.Stdout, events[3].Finished.Stderr));
        Assert.Equal(4, events.Count);
    }

    [Fact]
    public async Task The_first_output_is_there_before_the_program_ends()
    {
        using var client = new GrpcClient(server);
        using var response = await client.OpenAsync(Request("echo begun; sleep 60"));
        await using var body = await response.Content.ReadAsStreamAsync();
        await ReadAsync(body);
        Assert.Equal("begun\n", (await ReadAsync(body))!.Output.Data.ToStringUtf8());
    }

    [Fact]
    public async Task All_output_up_to_the_limit_comes_in_small_messages()
    {
        using var client = new GrpcClient(server);
        using var response = await client.OpenAsync(Request("head -c 1000000 /dev/zero"));
        await using var body = await response.Content.ReadAsStreamAsync();
        var bytes = 0;
        while (await ReadAsync(body) is { } step)
        {
            Assert.InRange(step.CalculateSize(), 1, 65 * 1024);
            bytes += step.Output?.Data.Length ?? 0;
        }

        Assert.Equal(1_000_000, bytes);
    }

    [Fact]
    public async Task A_wrong_request_has_no_event()
    {
        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(GrpcClient.ExecuteStream, new ExecuteRequest { Language = "nothing" });
        Assert.Equal(3, answer.Status);
        Assert.Empty(answer.Frames);
    }

    [Fact]
    public async Task A_deadline_ends_the_program_and_the_stream()
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using (var client = new GrpcClient(server))
        {
            var answer = await client.CallAsync(GrpcClient.ExecuteStream, new ExecuteRequest { Language = "bash", Code = "sleep 60", TimeoutSeconds = 60 }, ("grpc-timeout", "2S"));
            Assert.Equal(4, answer.Status);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }

    /// <summary>The program is not held up; the client is cut, and the rest is forgotten.</summary>
    [Fact]
    public async Task A_client_that_does_not_read_is_cut()
    {
        using var client = new GrpcClient(server, SmallWindow);
        using var response = await client.OpenAsync(Request(Loud));
        await Task.Delay(Machine.Patience * TimeSpan.FromSeconds(30));
        await using var body = await response.Content.ReadAsStreamAsync();
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await ReadAsync(body) is not null)
            {
            }
        });
        const long EnhanceYourCalm = 0xb;
        Assert.Equal(EnhanceYourCalm, Causes(error).OfType<HttpProtocolException>().First().ErrorCode);
    }

    [Fact]
    public async Task Clients_that_do_not_read_cost_little_together()
    {
        await using var own = await ServerFixture.StartAsync();
        await Others.AssertServedAsync(own);
        var memory = ServerMemory.Watch(own);
        var clients = new List<GrpcClient>();
        var responses = new List<HttpResponseMessage>();
        try
        {
            for (var i = 0; i < 150; i++)
            {
                clients.Add(new GrpcClient(own, SmallWindow));
                responses.Add(await clients[i].OpenAsync(Request(Loud)));
            }

            await Others.AssertServedAsync(own);
            memory.AssertGrewAtMost(512);
        }
        finally
        {
            responses.ForEach(response => response.Dispose());
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Who_watches_is_told_that_the_server_drains_and_is_let_go()
    {
        await using var own = await ServerFixture.StartAsync();
        using var client = new GrpcClient(own);
        using var running = await client.OpenAsync(Request("sleep 2"));
        using var response = await client.OpenAsync(GrpcClient.Request("/grpc.health.v1.Health/Watch", new ByteArrayContent(GrpcClient.Frame(new HealthCheckRequest()))));
        await using var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, HealthCheckResponse.Parser.ParseFrom(await ReadFrameAsync(body)).Status);

        const int SIGTERM = 15;
        Child.Signal(own.Keeper.Id, SIGTERM);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, HealthCheckResponse.Parser.ParseFrom(await ReadFrameAsync(body)).Status);
        Assert.Null(await ReadFrameAsync(body));
        Assert.Equal("14", response.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal(0, await own.Keeper.WaitForExitAsync());
    }

    private static HttpRequestMessage Request(string code) => GrpcClient.Request(
        GrpcClient.ExecuteStream, new ByteArrayContent(GrpcClient.Frame(new ExecuteRequest { Language = "bash", Code = code, TimeoutSeconds = 60 })));

    private static async Task<ExecuteEvent?> ReadAsync(Stream body) => await ReadFrameAsync(body) is { } bytes ? ExecuteEvent.Parser.ParseFrom(bytes) : null;

    private static async Task<byte[]?> ReadFrameAsync(Stream body)
    {
        var prefix = new byte[5];
        if (await body.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false) == 0)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await body.ReadExactlyAsync(message);
        return message;
    }

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
