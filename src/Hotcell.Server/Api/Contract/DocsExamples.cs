using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace Hotcell.Server.Api.Contract;

/// <summary>The examples of an operation: what to type, and what is answered. Request and answer belong together by their names.</summary>
internal static class DocsExamples
{
    private const string EventStream = "text/event-stream";

    private static readonly JsonWriterOptions s_lines = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<XElement> Of(DocsOperation operation)
    {
        var requests = operation.Operation.Has("requestBody") ? operation.Operation.Members("requestBody", "content", "application/json", "examples").ToList() : [];
        var answers = AnswersOf(operation.Operation).ToList();
        var blocks = requests.Count > 0
            ? requests.SelectMany(request => Blocks(operation, request.Value, [.. answers.Where(answer => answer.Name == request.Name)]))
            : answers.Select((answer, index) => Block(answer.Name, index == 0, new XElement("pre", Curl(operation, null, null)), Answer(answer)));
        var all = blocks.ToList();
        return all.Count == 0 ? [] : [new XElement("h4", "Examples"), .. all];
    }

    private static IEnumerable<XElement> Blocks(DocsOperation operation, JsonElement request, IReadOnlyList<Example> answers) =>
        answers.DefaultIfEmpty().Select(answer => Block(
            answer?.Media == EventStream ? request.Text("summary") + ", with events" : request.Text("summary")!,
            open: false,
            new XElement("pre", Curl(operation, request.At("value"), answer?.Media)),
            answer is null ? null : Answer(answer)));

    private static XElement Block(string title, bool open, params object?[] content) =>
        new("details", open ? new XAttribute("open", "") : null, new XElement("summary", title), content);

    private static XElement Answer(Example answer) => new(
        "div", new XElement("p", $"{answer.Status}:"), new XElement("pre", answer.Value.ValueKind == JsonValueKind.String ? answer.Value.GetString() : Lines(answer.Value)));

    private static string Curl(DocsOperation operation, JsonElement? body, string? media)
    {
        var method = operation.Method == "delete" ? " -X DELETE" : "";
        var accept = media == EventStream ? $" \\\n     -H 'accept: {EventStream}'" : "";
        var data = body is { } json ? $" \\\n     -H 'content-type: application/json'{accept} \\\n     -d '{Lines(json).Replace("'", "'\\''", StringComparison.Ordinal)}'" : "";
        return $"curl -s{(accept.Length > 0 ? "N" : "")}{method} http://127.0.0.1:8080{operation.Path}{data}";
    }

    private static IEnumerable<Example> AnswersOf(JsonElement operation) =>
        from response in operation.Members("responses")
        where response.Value.Has("content")
        from media in response.Value.Members("content")
        from example in media.Value.Members("examples")
        select new Example(example.Name, response.Name, media.Name, example.Value.At("value"));

    private static string Lines(JsonElement json)
    {
        var lines = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(lines, s_lines))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(lines.WrittenSpan);
    }

    private sealed record Example(string Name, string Status, string Media, JsonElement Value);
}
