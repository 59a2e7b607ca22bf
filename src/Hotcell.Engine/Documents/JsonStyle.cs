using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Hotcell.Engine.Documents;

/// <summary>How Hotcell writes JSON.</summary>
public static class JsonStyle
{
    // The documents are sent as application/json with nosniff and never put into HTML.
    private static readonly JavaScriptEncoder s_encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>New options for one serializer context: snake case unless a dialect has another, and only the escapes that JSON demands, because people read it in terminals.</summary>
    public static JsonSerializerOptions Create(JsonIgnoreCondition ignore = JsonIgnoreCondition.Never, JsonNamingPolicy? naming = null) => new()
    {
        PropertyNamingPolicy = naming ?? JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = ignore,
        Encoder = s_encoder,
        Converters = { new LongStringConverter(), new OutputTextConverter() },
    };

    /// <summary>Writes a document whose texts may be long, without ever needing it in one piece; into an <see cref="ILongTextWriter"/>, without them.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T document, JsonTypeInfo<T> type)
    {
        using var writer = Writer(output);
        OutputTextConverter.LeaveTo(output as ILongTextWriter, () => JsonSerializer.Serialize(writer, document, type));
    }

    internal static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, new JsonWriterOptions { Encoder = s_encoder });
}
