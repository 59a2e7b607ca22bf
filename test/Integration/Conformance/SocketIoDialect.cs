using System.Text.Json;
using Hotcell.Integration.Live;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>Socket.IO <c>execute-interactive</c>, with all input at the beginning: outputs as they were told on the way.</summary>
internal sealed class SocketIoDialect() : Dialect("socket.io")
{
    /// <summary>Of a message; a larger one ends its connection.</summary>
    private const int MostBytes = 1_000_000;

    public override bool IsInteractive => true;

    /// <summary>What is no event, no program is asked for with.</summary>
    public override bool CanSay(Ask ask) => ask.Raw is null && new[] { ask.Code, ask.Input }.OfType<string>().Sum(text => text.Length) < MostBytes;

    public override async Task<Reply> SendAsync(ServerFixture server, Ask ask)
    {
        await using var client = await LiveClient.ConnectAsync(server);
        await client.EmitAsync("execute-interactive", BodyOf(ask));
        var (name, value) = await client.NextAsync();
        if (name == "error")
        {
            var errors = value.At("errors").EnumerateArray().Select(error => (error.Text("field")!, error.Text("message")!));
            return Refused(400, errors.Select(error => (error.Item1 == "timeout" ? "seconds" : error.Item1, error.Item2)));
        }

        Assert.Equal("execution-start", name);
        await client.EmitAsync("input", new { executionId = value.Text("executionId"), eof = true });
        var outputs = new List<JsonElement>();
        while ((name, value) is not ("execution-complete", _))
        {
            (name, value) = await client.NextAsync();

            // An error is told where the program has not waited for the end of its input.
            if (name == "output")
            {
                outputs.Add(value);
            }
        }

        return new Reply(Read(value, outputs), null);
    }

    private static Dictionary<string, object> BodyOf(Ask ask)
    {
        (string Name, object? Value)[] fields = [("language", ask.Language), ("code", ask.Code), ("input", ask.Input), ("timeout", 1000 * ask.Seconds)];
        return fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
    }

    private static Outcome Read(JsonElement complete, IReadOnlyCollection<JsonElement> outputs)
    {
        var verdict = complete.Text("verdict")!;
        var compiled = verdict == "CompileError";
        Assert.Equal(verdict switch { "Ok" => "success", "TimeLimit" or "CpuTimeLimit" => "timeout", _ => "error" }, complete.Text("status"));
        Assert.Equal(verdict == "Ok", complete.At("success").GetBoolean());
        Assert.Equal(verdict == "Ok", !complete.TryGetProperty("error", out _));
        var told = outputs.Where(output => output.TryGetProperty("stage", out _) == compiled).ToList();
        return new Outcome(verdict, TextOf(isError: false), TextOf(isError: true), (int)complete.Number("exitCode")) { Interleaved = TextOf(isError: null) };

        string TextOf(bool? isError) => string.Concat(told.Where(output => isError is null || output.TryGetProperty("type", out _) == isError).Select(output => output.Text("data")));
    }
}
