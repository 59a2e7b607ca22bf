using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotcell.Engine.Documents;

/// <summary>
/// Writes long texts in segments. Written whole, a text needs room for six times its length twice over before the first byte is out: enough to
/// end a server whose programs print control characters.
/// </summary>
internal sealed class LongStringConverter : JsonConverter<string>
{
    /// <summary>In UTF-16 units.</summary>
    private const int Segment = 1024;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    // Names of fields are short.
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (value.Length <= Segment)
        {
            writer.WriteStringValue(value);
            return;
        }

        for (var rest = value.AsSpan(); rest.Length > 0;)
        {
            var length = Math.Min(rest.Length, Segment);
            writer.WriteStringValueSegment(rest[..length], isFinalSegment: length == rest.Length);
            rest = rest[length..];
        }
    }
}
