using System.Text.Json;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Integration.Live;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>The plain WebSocket, with all input at the beginning: outputs as they were told on the way, which are bytes.</summary>
internal sealed class FramesDialect() : Dialect("frames")
{
    private const int Stdout = 1;
    private const int Compiler = 3;

    public override bool IsInteractive => true;

    /// <summary>What is no frame, no program is asked for with.</summary>
    public override bool CanSay(Ask ask) => ask.Raw is null;

    public override async Task<Reply> SendAsync(ServerFixture server, Ask ask)
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.SendAsync(BodyOf(ask));
        var outputs = new List<(int Channel, byte[] Bytes)>();
        while (true)
        {
            var (frame, channel, bytes) = await client.NextAsync();
            switch (frame?.Text("type"))
            {
                case null:
                    Assert.True(channel > 0, $"closed with {client.Closed}");
                    outputs.Add((channel, bytes));
                    break;
                case "queued":
                    await client.SendAsync(new { type = "eof" });
                    break;
                case "error":
                    return RefusalOf(frame.Value.At("problem"));
                case "finished":
                    return new Reply(Read(frame.Value.At("execution"), outputs), null);
            }
        }
    }

    private static Dictionary<string, object> BodyOf(Ask ask)
    {
        var limits = ask.Seconds is { } seconds ? new { wall_time_ms = 1000 * seconds } : null;
        (string Name, object? Value)[] fields = [("type", "start"), ("language", ask.Language), ("code", ask.Code), ("stdin", ask.Input), ("limits", limits)];
        return fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
    }

    private static Reply RefusalOf(JsonElement problem)
    {
        var errors = problem.TryGetProperty("errors", out var fields) ? fields.EnumerateArray().Select(error => (Common(error.Text("field")!), error.Text("message")!)) : [];
        return Refused((int)problem.Number("status"), errors);
    }

    private static string Common(string field) => field switch { "stdin" => "input", "limits.wall_time_ms" => "seconds", _ => field };

    private static Outcome Read(JsonElement execution, IReadOnlyCollection<(int Channel, byte[] Bytes)> outputs)
    {
        var stage = execution.At(execution.IsNull("run") ? "compile" : "run");
        Assert.Equal(("", "", ""), (stage.Text("stdout"), stage.Text("stderr"), stage.Text("output")));
        var told = outputs.Where(output => output.Channel == Compiler == execution.IsNull("run")).ToList();
        return new Outcome(execution.Text("verdict")!, TextOf(told.Where(output => output.Channel == Stdout)), TextOf(told.Where(output => output.Channel != Stdout)), NativeDialect.ExitCodeOf(stage))
        {
            Interleaved = TextOf(told),
        };
    }

    private static string TextOf(IEnumerable<(int Channel, byte[] Bytes)> outputs)
    {
        var pieces = outputs.Select(output => (output.Channel == Stdout ? OutputStream.Stdout : OutputStream.Stderr, (ReadOnlyMemory<byte>)output.Bytes)).ToList();
        return new OutputText(pieces, pieces.Sum(piece => piece.Item2.Length), OutputEncoding.Utf8).ToString();
    }
}
