using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Grpc;

/// <summary>
/// Clients that others have written: gRPC for Node.js, and gRPC's C core by way of Python. They are processes of their own, <c>clients/</c>; what they
/// need, <c>./hotcell test</c> has installed.
/// </summary>
public sealed class ForeignClientTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private static readonly string[] s_services =
        ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "hotcell.v1.CodeExecutor"];

    private static string Clients => Path.Combine(Machine.Repository, "test", "Integration", "Grpc", "clients");

    private static string Protos => Path.Combine(Machine.Repository, "proto");

    [Fact]
    public async Task Node_calls_every_method()
    {
        var modules = Environment.GetEnvironmentVariable("HOTCELL_GRPC_MODULES");
        Assert.True(Directory.Exists(modules), $"HOTCELL_GRPC_MODULES names no folder ('{modules}'). Run the tests with ./hotcell test, which installs them.");
        var said = await RunAsync("node", [Path.Combine(Clients, "node", "client.js"), server.Grpc.Authority, Protos], new() { ["NODE_PATH"] = modules });

        AssertExecuted(said["execute"]);
        Assert.Equal("INVALID_ARGUMENT", said["wrong"].Text("code"));
        Assert.Contains("timeout_seconds", said["wrong"].Text("details"));
        Assert.NotEmpty(said["wrong"].Text("bin")!);
        Assert.Equal("DEADLINE_EXCEEDED", said["deadline"].Text("code"));
        Assert.Equal(new string('b', 5000), said["packed"].Text("stdout"));
        Assert.Equal("healthy", said["health"].GetString());
        var streamed = Texts(said["stream"]);
        Assert.Equal(("started STAGE_COMPILE", "started STAGE_RUN", "finished RuntimeError"), (streamed[0], streamed[1], streamed[^1]));
        Assert.Contains("STAGE_RUN OUTPUT_STREAM_STDERR err", streamed);
        Assert.Contains("STAGE_RUN OUTPUT_STREAM_STDOUT out\n", streamed);
        Assert.Equal("CANCELLED", said["cancelled"].Text("code"));
        Assert.Equal(["started STAGE_RUN", "STAGE_RUN OUTPUT_STREAM_STDOUT begun\n"], Texts(said["cancelled"].At("events")));
        Assert.Equal("SERVING", said["check"].Text("status"));
        Assert.Equal("NOT_FOUND", said["check nobody"].GetString());
        Assert.Equal("SERVING", said["watch"].GetString());
        Assert.Equal(s_services, Texts(said["services"]).Order(StringComparer.Ordinal));
        Assert.Equal(["Execute", "ExecuteStream", "Health"], Texts(said["methods"]).Order(StringComparer.Ordinal));
        Assert.Equal("found\n", said["found"].GetString());
    }

    [Fact]
    public async Task Python_discovers_and_calls_every_method()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            var package = folder.CreateSubdirectory("grpc_reflection_v1");
            var protos = Path.Combine(Protos, "grpc", "reflection", "v1");
            await RunAsync("protoc", ["--proto_path", protos, "--python_out", package.FullName, Path.Combine(protos, "reflection.proto")], []);
            var said = await RunAsync("/usr/bin/python3", [Path.Combine(Clients, "python", "client.py"), server.Grpc.Authority, folder.FullName], []);

            Assert.Equal(s_services, Texts(said["services"]));
            Assert.Equal(s_services, Texts(said["services v1alpha"]));
            Assert.Equal([5, 1], said["two questions"].EnumerateArray().Select(one => one.GetInt32()));
            AssertExecuted(said["execute"]);
            Assert.Equal("INVALID_ARGUMENT", said["wrong"].Text("code"));
            var violations = said["wrong"].At("details")[0].At("field_violations").EnumerateArray().Select(one => one.Text("field"));
            Assert.Equal(["code", "language", "timeout_seconds"], violations.Order(StringComparer.Ordinal));
            Assert.Equal("DEADLINE_EXCEEDED", said["deadline"].GetString());
            Assert.Equal(100_000, said["packed"].GetInt32());
            Assert.Equal("UNIMPLEMENTED", said["deflated"].GetString());
            Assert.Equal(["started 2", "2 1 out\n", "2 2 err\n", "finished RuntimeError"], Texts(said["stream"]));
            Assert.Equal(["started 2", "2 1 begun\n"], Texts(said["cancelled"].At("events")));
            Assert.Equal("CANCELLED", said["cancelled"].Text("code"));
            Assert.Equal("healthy", said["health"].GetString());
            Assert.Equal("SERVING", said["check"].Text("status"));
            Assert.Equal("NOT_FOUND", said["check nobody"].GetString());
            Assert.Equal("SERVING", said["watch"].Text("status"));
            Assert.True(said["many"].GetBoolean());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertExecuted(JsonElement answer)
    {
        Assert.Equal(("hé\n", "", "Ok", ""), (answer.Text("stdout"), answer.Text("stderr"), answer.Text("verdict"), answer.Text("signal")));
        Assert.Equal(0, answer.Number("exit_code"));
        Assert.False(answer.At("timeout").GetBoolean());
        Assert.False(answer.At("memory_exceeded").GetBoolean());
        Assert.InRange(answer.Number("execution_time_ms"), 0.1, 30_000);
        Assert.InRange(answer.Number("memory_used_mb"), 0.1, 128);
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    /// <summary>What the client says, by what it is about.</summary>
    private static async Task<Dictionary<string, JsonElement>> RunAsync(string program, string[] args, Dictionary<string, string?> environment)
    {
        await using var client = Child.Start(program, args, environment);
        var code = await client.WaitForExitAsync(TimeSpan.FromMinutes(3));
        Assert.True(code == 0, $"{program} ended with {code}:\n{client.Log}");
        return client.Log.Split('\n').Where(line => line.StartsWith("{\"what\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.Text("what")!, line => line.At("value"));
    }
}
