using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotcell.Engine.Documents;

/// <summary>How Hotcell writes JSON.</summary>
public static class JsonStyle
{
    /// <summary>New options for one serializer context: snake case, and only the escapes that JSON demands, because people read it in terminals.</summary>
    public static JsonSerializerOptions Create(JsonIgnoreCondition ignore = JsonIgnoreCondition.Never) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = ignore,

        // The documents are sent as application/json with nosniff and never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
