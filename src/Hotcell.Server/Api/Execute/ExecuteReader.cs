using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Execute;

/// <summary>Reads the body of <c>POST /api/v1/execute</c>.</summary>
internal static class ExecuteReader
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
            Limits = new RequestedLimits
            {
                WallTime = Units.Seconds(fields.Number("timeout_seconds")),
                Memory = Units.Mebibytes(fields.Number("memory_limit_mb")),
                Cpus = fields.Number("cpu_limit"),
            },
        };
        fields.RefuseOthers();
        return new DialectRequest(request, errors, Rename);
    }

    private static string Rename(string field) => field switch
    {
        "files" or "files[0]" or "files[0].content" => "code",
        "stdin" => "input",
        "limits.wall_time_ms" => "timeout_seconds",
        "limits.memory_mb" => "memory_limit_mb",
        "limits.cpus" => "cpu_limit",
        _ => field,
    };
}
