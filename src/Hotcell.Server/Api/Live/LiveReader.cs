using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Live;

/// <summary>Reads the argument of <c>execute-interactive</c>. Fields that it does not know are left alone, as its clients expect.</summary>
internal static class LiveReader
{
    /// <param name="ranges">Of the limits of interactive programs.</param>
    public static (DialectRequest Request, Interaction Interaction, string? RoomId) Read(JsonElement argument, RunLimits ranges)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.OfBody(argument, errors);
        var interaction = TerminalFields.Read(fields);
        var request = ProgramFields.Read(fields) with
        {
            Args = fields.Texts("args"),
            Limits = new RequestedLimits { WallTime = Units.Milliseconds(fields.Number("timeout")) },
            Ranges = ranges,
            Interaction = interaction,
        };
        var room = fields.Text("roomId");
        if (room?.Length > Rooms.LongestName)
        {
            fields.Refuse("roomId", $"must not be longer than {Rooms.LongestName} characters");
        }

        return (new DialectRequest(request, errors, Rename), interaction, room);
    }

    private static string Rename(string field) => field == "limits.wall_time_ms" ? "timeout" : ProgramFields.Rename(field);
}
