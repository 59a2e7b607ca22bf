using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Playgrounds;

/// <summary>Reads the body of <c>POST /api/execute</c>. Fields that it does not know are left alone, as its clients expect.</summary>
internal static class PlaygroundReader
{
    public static DialectRequest Read(JsonElement body)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.OfBody(body, errors);
        fields.Require("language");
        fields.Require("code");
        var request = new ExecutionRequest
        {
            Language = fields.Text("language") ?? "",
            Files = [new SourceFile(null, fields.Utf8("code"))],
            Stdin = fields.Utf8("input"),
            Limits = new RequestedLimits { WallTime = Units.Milliseconds(fields.Number("timeout")) },
        };
        return new DialectRequest(request, errors, Rename);
    }

    private static string Rename(string field) => field switch
    {
        "files" or "files[0]" or "files[0].content" => "code",
        "stdin" => "input",
        "limits.wall_time_ms" => "timeout",
        _ => field,
    };
}
