using System.Net;
using Google.Protobuf;
using Grpc.Health.V1;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Grpc;

/// <summary>What the wire protocol asks of every server.</summary>
public sealed class ProtocolTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Check = "/grpc.health.v1.Health/Check";

    private static readonly byte[] s_empty = [0, 0, 0, 0, 0];

    [Theory]
    [InlineData("/hotcell.v1.CodeExecutor/Nothing")]
    [InlineData("/hotcell.v1.Nobody/Execute")]
    [InlineData("/hotcell.v1.codeexecutor/execute")]
    [InlineData("/health")]
    [InlineData("/")]
    public async Task An_unknown_method_is_UNIMPLEMENTED(string path)
    {
        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(path, s_empty);
        Assert.Equal((HttpStatusCode.OK, 12), (answer.Http, answer.Status));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData("text/plain")]
    public async Task Another_content_type_is_415(string type)
    {
        using var client = new GrpcClient(server);
        using var request = GrpcClient.Request(Check, new ByteArrayContent(s_empty) { Headers = { ContentType = new(type) } });
        using var response = await client.OpenAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/GRPC")]
    public async Task Names_of_protobuf_are_good(string type)
    {
        using var client = new GrpcClient(server);
        using var request = GrpcClient.Request(Check, new ByteArrayContent(s_empty) { Headers = { ContentType = new(type) } });
        using var response = await client.OpenAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task The_api_of_HTTP_is_not_there_and_gRPC_is_not_on_its_port()
    {
        using var client = new GrpcClient(server);
        using var request = GrpcClient.Request("/api/v1/executions", new StringContent("""{"language":"bash","code":"echo"}""") { Headers = { ContentType = new("application/json") } });
        using var response = await client.OpenAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);

        using var content = new ByteArrayContent(s_empty) { Headers = { ContentType = new("application/grpc") } };
        using var other = await server.Client.PostAsync(Check, content);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task Names_of_others_are_refused()
    {
        using var client = new GrpcClient(server);
        using var request = GrpcClient.Request(Check, new ByteArrayContent(s_empty), ("Host", "evil.example"));
        using var response = await client.OpenAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("5")]
    public async Task A_wrong_timeout_is_named(string timeout)
    {
        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(Check, s_empty, ("grpc-timeout", timeout));
        Assert.Equal(3, answer.Status);
        Assert.Contains("grpc-timeout", answer.Message);
    }

    [Fact]
    public async Task A_timeout_that_is_over_runs_nothing()
    {
        using var client = new GrpcClient(server);
        Assert.Equal(4, (await client.CallAsync(Check, s_empty, ("grpc-timeout", "0S"))).Status);
    }

    [Fact]
    public async Task An_unknown_encoding_is_UNIMPLEMENTED_and_the_known_ones_are_named()
    {
        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(Check, s_empty, ("grpc-encoding", "snappy"));
        Assert.Equal((12, "identity,gzip"), (answer.Status, answer.Header("grpc-accept-encoding")));
    }

    [Fact]
    public async Task One_message_is_neither_none_nor_two()
    {
        using var client = new GrpcClient(server);
        Assert.Equal(12, (await client.CallAsync(Check, [])).Status);
        Assert.Equal(12, (await client.CallAsync(Check, [.. s_empty, .. s_empty])).Status);
    }

    [Fact]
    public async Task A_message_that_is_cut_off_is_told()
    {
        using var client = new GrpcClient(server);
        Assert.Equal(13, (await client.CallAsync(Check, [0, 0, 0, 0, 9, 1])).Status);
    }

    [Theory]
    [InlineData(GrpcClient.Execute, 32 << 20)]
    [InlineData(Check, 64 << 10)]
    public async Task A_message_that_is_too_large_is_RESOURCE_EXHAUSTED(string path, int most)
    {
        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(path, GrpcClient.Frame(0, [0x1A, .. new byte[] { 0x80, 0x80, 0x80, 8 }, .. new byte[most]]));
        Assert.Equal(8, answer.Status);
    }

    [Fact]
    public async Task The_largest_input_passes()
    {
        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(GrpcClient.Execute, new ExecuteRequest { Language = "bash", Code = "wc -c", Input = new string('x', 16 << 20) });
        Assert.True(answer.Status == 0, answer.Message);
        Assert.Equal($"{16 << 20}\n", answer.Only(ExecuteResponse.Parser).Stdout);
    }

    [Fact]
    public async Task Health_is_told()
    {
        using var client = new GrpcClient(server);
        foreach (var name in new[] { "", "hotcell.v1.CodeExecutor" })
        {
            var answer = await client.CallAsync(Check, new HealthCheckRequest { Service = name });
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Only(HealthCheckResponse.Parser).Status);
        }

        Assert.Equal(5, (await client.CallAsync(Check, new HealthCheckRequest { Service = "nobody" })).Status);
    }

    [Fact]
    public async Task Own_health_names_versions_and_languages()
    {
        using var client = new GrpcClient(server);
        var answer = (await client.CallAsync("/hotcell.v1.CodeExecutor/Health", new HealthRequest())).Only(HealthResponse.Parser);
        Assert.Equal("healthy", answer.Status);
        Assert.Matches(@"^\d+\.\d+\.\d+$", answer.Version);
        Assert.True(answer.Languages.Single(language => language.Id == "python").Available);
    }
}
