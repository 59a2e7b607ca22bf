using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Hotcell.Engine.Documents;

/// <summary>Writes texts that are bytes. Long ones are left to the buffer behind the writer, where that takes them (<see cref="ILongTextWriter"/>).</summary>
internal sealed class OutputTextConverter : JsonConverter<OutputText>
{
    /// <summary>In bytes: longer ones are left.</summary>
    public const int Long = 16 * 1024;

    /// <summary>In bytes: written in one go.</summary>
    private const int Short = 1024;

    /// <summary>Of the document that this thread is writing: the serializer is synchronous, and hands a converter nothing but the writer.</summary>
    [ThreadStatic]
    private static ILongTextWriter? t_longTexts;

    /// <summary>Calls <paramref name="write"/>, which leaves long texts to <paramref name="longTexts"/>.</summary>
    public static void LeaveTo(ILongTextWriter? longTexts, Action write)
    {
        t_longTexts = longTexts;
        try
        {
            write();
        }
        finally
        {
            t_longTexts = null;
        }
    }

    public override OutputText? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() is { } text ? OutputText.Of(text) : null;

    public override void Write(Utf8JsonWriter writer, OutputText value, JsonSerializerOptions options)
    {
        if (value.Length <= Short && value.Pieces.Take(2).ToArray() is var pieces && pieces.Length < 2)
        {
            WriteShort(writer, pieces is [var only] ? only.Bytes.Span : default, value.Encoding);
        }
        else if (value.Length > Long && t_longTexts is { } longTexts)
        {
            writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: false);
            writer.Flush();
            longTexts.Write(new LongText(value));
            writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
        }
        else
        {
            using var cursor = new OutputTextCursor(value);
            while (cursor.Write(writer))
            {
            }
        }
    }

    private static void WriteShort(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes, OutputEncoding encoding)
    {
        if (encoding == OutputEncoding.Base64)
        {
            writer.WriteBase64StringValue(bytes);
        }
        else if (Utf8.IsValid(bytes))
        {
            writer.WriteStringValue(bytes);
        }
        else
        {
            writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(bytes));
        }
    }
}
