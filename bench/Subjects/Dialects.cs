using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;
using Hotcell.Server.Api.Editors;
using Hotcell.Server.Api.Execute;
using Hotcell.Server.Api.Executions;
using Hotcell.Server.Api.Grpc;
using Hotcell.Server.Api.Playgrounds;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.V1;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Bench.Subjects;

/// <summary>A dialect's two ways: from the bytes of a body to the engine's request, and from the engine's result to the bytes of an answer.</summary>
internal sealed record Dialect(string Name, Func<Task> Read, Action Write);

/// <summary>The server's own code for a usual request: 1 KiB of program, 1 KiB of input, 1 KiB of output.</summary>
internal static class Dialects
{
    private const int Kibibyte = 1024;

    private static readonly string s_code = string.Concat(Enumerable.Repeat("print('hello')\n", Kibibyte / 15));
    private static readonly string s_input = string.Concat(Enumerable.Repeat("a line\n", Kibibyte / 7));
    private static readonly byte[] s_output = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("hello\n", Kibibyte / 6)));
    private static readonly BodyBudget s_budget = new(1024 * Kibibyte, TimeProvider.System);
    /// <summary>Without escapes that JSON does not ask for, as JSON.stringify and json.dumps write it.</summary>
    private static readonly JsonSerializerOptions s_asClientsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly RunLimits s_ranges = ExecuteDefaults.Ranges;

    public static IReadOnlyList<Dialect> All()
    {
        var result = Result();
        var flat = JsonSerializer.SerializeToUtf8Bytes(new { language = "python", code = s_code, input = s_input }, s_asClientsWrite);
        var native = JsonSerializer.SerializeToUtf8Bytes(new { language = "python", code = s_code, stdin = s_input, limits = new { wall_time_ms = 5000 } }, s_asClientsWrite);
        var message = new ExecuteRequest { Language = "python", Code = s_code, Input = s_input, TimeoutSeconds = 5 }.ToByteArray();
        return
        [
            new("native", Reader(native, ExecutionsReader.Read), () => Pieces.Of(output => ExecutionDocument.Of(result, OutputEncoding.Utf8, "id").WriteJson(output))),
            new("flat", Reader(flat, body => ExecuteReader.Read(body, s_ranges)), () => Pieces.Of(output => ExecuteAnswer.WriteJson(output, result))),
            new("playgrounds", Reader(flat, PlaygroundReader.Read), () => Pieces.Of(output => PlaygroundAnswer.Of(result, default).WriteJson(output))),
            new("editors", Reader(flat, EditorRequest.Read), () => Pieces.Of(output => EditorAnswer.Of(Guid.CreateVersion7(), new EditorOutcome(result, [], null)).WriteJson(output))),
            new("grpc", () => Task.FromResult(ExecuteMessages.Read(ExecuteRequest.Parser.ParseFrom(message), s_ranges)), () => ExecuteMessages.ResponseOf(result, withOutput: true).ToByteArray()),
        ];
    }

    /// <summary>Milliseconds of one of <paramref name="count"/> in a row: one alone is shorter than a clock can tell.</summary>
    public static async Task<double> TimeAsync(Func<Task> run, int count)
    {
        var since = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await run();
        }

        return Stopwatch.GetElapsedTime(since).TotalMilliseconds / count;
    }

    /// <summary>Reads the same request again and again: making it is the web server's work.</summary>
    private static Func<Task> Reader<T>(byte[] body, Func<JsonElement, T> read)
    {
        var stream = new MemoryStream(body);
        var context = new DefaultHttpContext { Request = { Body = stream, ContentLength = body.Length, ContentType = "application/json" } };
        return () =>
        {
            stream.Position = 0;
            return RequestBody.ReadJsonAsync(context, s_budget, read);
        };
    }

    private static ExecutionResult Result() => new()
    {
        Verdict = Verdict.Ok,
        Language = "python",
        Isolation = IsolationNames.All,
        Run = new StageResult
        {
            Verdict = Verdict.Ok,
            Output = StageOutput.Of(s_output),
            ExitCode = 0,
            WallTime = TimeSpan.FromMilliseconds(12),
            CpuTime = TimeSpan.FromMilliseconds(10),
            PeakMemory = ByteSize.FromMebibytes(8),
        },
    };
}
