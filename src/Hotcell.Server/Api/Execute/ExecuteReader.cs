using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Execute;

/// <summary>Reads the body of <c>POST /api/v1/execute</c>.</summary>
internal static class ExecuteReader
{
    /// <param name="ranges">Of the three limits, and their defaults.</param>
    public static DialectRequest Read(JsonElement body, RunLimits ranges)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.OfBody(body, errors);
        fields.Require("language");
        fields.Require("code");
        var request = FlatForm.Request(
            fields.Text("language"),
            fields.Utf8("code"),
            fields.Utf8("input"),
            new FlatLimits(fields.Number("timeout_seconds"), fields.Number("memory_limit_mb"), fields.Number("cpu_limit")),
            ranges,
            errors);
        fields.RefuseOthers();
        return request;
    }
}
