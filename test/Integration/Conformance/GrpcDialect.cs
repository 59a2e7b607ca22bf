using Google.Rpc;
using Hotcell.Integration.Grpc;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>gRPC <c>Execute</c>.</summary>
internal class GrpcDialect(string name = "grpc", string method = GrpcClient.Execute) : Dialect(name)
{
    /// <summary>Its fields have types, and of what is no message gRPC itself says so.</summary>
    public override bool CanSay(Ask ask) => ask.HasTypes;

    public override async Task<Reply> SendAsync(ServerFixture server, Ask ask)
    {
        var request = new ExecuteRequest { Language = (string?)ask.Language ?? "", Input = (string?)ask.Input ?? "" };
        if (ask.Code is string code)
        {
            request.Code = code;
        }

        if (ask.Seconds is { } seconds)
        {
            request.TimeoutSeconds = seconds;
        }

        using var client = new GrpcClient(server);
        var answer = await client.CallAsync(method, request);
        return answer.Status == GrpcCodes.Ok ? new Reply(Read(answer), null) : RefusalOf(answer);
    }

    protected virtual Outcome Read(GrpcAnswer answer) => Read(answer.Only(ExecuteResponse.Parser));

    protected static Outcome Read(ExecuteResponse response)
    {
        Assert.Equal(response.Verdict is "TimeLimit" or "CpuTimeLimit", response.Timeout);
        Assert.Equal(response.Verdict == "MemoryLimit", response.MemoryExceeded);
        return new Outcome(response.Verdict, response.Stdout, response.Stderr, response.ExitCode) { Fallback = response.Fallback.Length == 0 ? null : response.Fallback };
    }

    private static Reply RefusalOf(GrpcAnswer answer)
    {
        Assert.Empty(answer.Frames);
        if (answer.Status == GrpcCodes.ResourceExhausted && answer.Header("grpc-retry-pushback-ms") is null)
        {
            return new Reply(null, new Refusal(413, ""));
        }

        if (answer.Status == GrpcCodes.Unavailable)
        {
            Assert.NotNull(answer.Header("grpc-retry-pushback-ms"));
            return new Reply(null, new Refusal(503, ""));
        }

        Assert.Equal(GrpcCodes.InvalidArgument, answer.Status);
        var errors = Assert.Single(answer.Details.Details).Unpack<BadRequest>().FieldViolations
            .Select(one => (Field: one.Field == "timeout_seconds" ? "seconds" : one.Field, Message: one.Description)).ToList();
        Assert.All(errors, error => Assert.Contains(error.Message, answer.Message, StringComparison.Ordinal));
        return Refused(400, errors);
    }

    private static class GrpcCodes
    {
        public const int Ok = 0;
        public const int InvalidArgument = 3;
        public const int ResourceExhausted = 8;
        public const int Unavailable = 14;
    }
}
