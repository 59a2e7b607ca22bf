using System.IO.Compression;
using Google.Protobuf;
using Google.Rpc;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Grpc;

public sealed class ExecuteTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task A_program_runs()
    {
        var answer = await OkAsync(new ExecuteRequest { Language = "python", Code = "print(input())", Input = "hi\n", TimeoutSeconds = 5, MemoryLimitMb = 128, CpuLimit = 0.5 });
        Assert.Equal(("hi\n", "", 0, "Ok", ""), (answer.Stdout, answer.Stderr, answer.ExitCode, answer.Verdict, answer.Signal));
        Assert.False(answer.Timeout);
        Assert.False(answer.MemoryExceeded);
        Assert.InRange(answer.ExecutionTimeMs, 1, 5000);
        Assert.InRange(answer.MemoryUsedMb, 0.1, 128);
    }

    [Fact]
    public async Task What_becomes_of_a_program_is_no_error_of_the_call()
    {
        var late = await OkAsync(new ExecuteRequest { Language = "bash", Code = "echo first; while :; do :; done", TimeoutSeconds = 0.5 });
        Assert.Equal(("first\n", 124, true, "TimeLimit"), (late.Stdout, late.ExitCode, late.Timeout, late.Verdict));

        var large = await OkAsync(new ExecuteRequest { Language = "python", Code = "x = bytearray(1 << 30)" });
        Assert.Equal((137, true, "MemoryLimit"), (large.ExitCode, large.MemoryExceeded, large.Verdict));

        var wrong = await OkAsync(new ExecuteRequest { Language = "cpp", Code = "int main() { return y; }" });
        Assert.Equal((1, "CompileError"), (wrong.ExitCode, wrong.Verdict));
        Assert.Contains("main.cpp:1", wrong.Stderr);
        Assert.Equal(wrong.Stderr, wrong.CompileOutput);

        var killed = await OkAsync(new ExecuteRequest { Language = "bash", Code = "kill -TERM $$" });
        Assert.Equal((143, "Signalled", "SIGTERM"), (killed.ExitCode, killed.Verdict, killed.Signal));

        var loud = await OkAsync(new ExecuteRequest { Language = "bash", Code = "head -c 3000000 /dev/zero" });
        Assert.Equal((153, "OutputLimit", 1 << 20), (loud.ExitCode, loud.Verdict, loud.Stdout.Length));
    }

    [Fact]
    public async Task Output_that_is_no_text_becomes_text()
    {
        var answer = await OkAsync(new ExecuteRequest { Language = "bash", Code = @"printf 'a\xffb\xc3\xa9'" });
        Assert.Equal("a\uFFFDbé", answer.Stdout);
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        var answer = await CallAsync(new ExecuteRequest { Language = "pythn", TimeoutSeconds = 121, MemoryLimitMb = 1025, CpuLimit = 1.1 });
        Assert.Equal(3, answer.Status);
        Assert.Empty(answer.Frames);
        var violations = Assert.Single(answer.Details.Details).Unpack<BadRequest>().FieldViolations.ToDictionary(one => one.Field, one => one.Description);
        Assert.Equal(["code", "cpu_limit", "language", "memory_limit_mb", "timeout_seconds"], violations.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("did you mean python", violations["language"]);
        Assert.Equal("must be 0.001 to 120, not 121", violations["timeout_seconds"]);
        Assert.Equal("must be 0.1 to 1, not 1.1", violations["cpu_limit"]);
        Assert.All(violations.Keys, field => Assert.Contains(field, answer.Message));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task No_number_is_too_strange_to_be_refused(double number)
    {
        var answer = await CallAsync(new ExecuteRequest { Language = "bash", Code = "", TimeoutSeconds = number, MemoryLimitMb = number, CpuLimit = number });
        Assert.Equal(3, answer.Status);
        Assert.Equal(3, Assert.Single(answer.Details.Details).Unpack<BadRequest>().FieldViolations.Count);
    }

    [Fact]
    public async Task A_deadline_ends_the_program()
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        var answer = await CallAsync(new ExecuteRequest { Language = "bash", Code = "sleep 60", TimeoutSeconds = 60 }, ("grpc-timeout", "700m"));
        Assert.Equal(4, answer.Status);
        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_program()
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using var gone = new CancellationTokenSource();
        using (var client = new GrpcClient(server))
        {
            using var request = GrpcClient.Request(GrpcClient.Execute, new ByteArrayContent(GrpcClient.Frame(new ExecuteRequest { Language = "bash", Code = "sleep 60", TimeoutSeconds = 60 })));
            var call = client.OpenAsync(request, gone.Token);
            await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Count > before.Processes + 1, "init and the program run");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task Gzip_goes_both_ways()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            new ExecuteRequest { Language = "bash", Code = "head -c 100000 /dev/zero | tr '\\0' x" }.WriteTo(gzip);
        }

        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(GrpcClient.Execute, GrpcClient.Frame(1, packed.ToArray()), ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "identity,gzip"));
        Assert.Equal((0, "gzip", "identity,gzip"), (answer.Status, answer.Header("grpc-encoding"), answer.Header("grpc-accept-encoding")));
        var (flag, bytes) = Assert.Single(answer.Frames);
        Assert.Equal(1, flag);
        Assert.InRange(bytes.Length, 1, 2000);
        using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        Assert.Equal(new string('x', 100_000), ExecuteResponse.Parser.ParseFrom(unpacked).Stdout);
    }

    private async Task<ExecuteResponse> OkAsync(ExecuteRequest request)
    {
        var answer = await CallAsync(request);
        Assert.True(answer.Status == 0, $"{answer.Status} {answer.Message}\n{server.Keeper.Log}");
        Assert.Equal("application/grpc", answer.ContentType);
        return answer.Only(ExecuteResponse.Parser);
    }

    private async Task<GrpcAnswer> CallAsync(ExecuteRequest request, params (string Name, string Value)[] headers)
    {
        using var client = new GrpcClient(server);
        return await client.CallAsync(GrpcClient.Execute, request, headers);
    }
}
