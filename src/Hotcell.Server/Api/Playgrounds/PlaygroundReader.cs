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
        var limits = new RequestedLimits { WallTime = Units.Milliseconds(fields.Number("timeout")) };
        return new DialectRequest(ProgramFields.Read(fields) with { Limits = limits }, errors, Rename);
    }

    private static string Rename(string field) => field == "limits.wall_time_ms" ? "timeout" : ProgramFields.Rename(field);
}
