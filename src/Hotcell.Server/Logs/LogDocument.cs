using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NLog;

namespace Hotcell.Server.Logs;

/// <summary>
/// An entry as one JSON document on one line: <c>time</c>, <c>level</c>, <c>log</c>, <c>source</c>, <c>event</c>, <c>message</c>, and the entry's own fields in snake_case. ASCII only:
/// everything else is escaped, so no text can end a line or colour a terminal.
/// </summary>
internal static class LogDocument
{
    /// <summary>Where the provider puts the name of the method that made the entry.</summary>
    private const string EventName = "EventName";

    /// <summary>Microsoft's name of the text without its values.</summary>
    private const string Template = "{OriginalFormat}";

    public static string Of(LogEventInfo entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", LogEntry.TimeOf(entry));
            json.WriteString("level", LogEntry.LevelOf(entry));
            json.WriteString("log", LogKinds.Of(entry.LoggerName));
            json.WriteString("source", LogEntry.SourceOf(entry));
            if (entry.HasProperties && entry.Properties.TryGetValue(EventName, out var name))
            {
                json.WriteString("event", NameOf($"{name}"));
            }

            json.WriteString("message", entry.FormattedMessage);
            WriteFields(json, entry);
            if (entry.Exception is { } error)
            {
                // Without its message, which may quote what a caller sent.
                json.WriteString("exception", error.GetType().FullName);
                json.WriteString("stack", error.StackTrace);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFields(Utf8JsonWriter json, LogEventInfo entry)
    {
        if (!entry.HasProperties)
        {
            return;
        }

        foreach (var (key, value) in entry.Properties)
        {
            if (key is string name && name is not (EventName or Template) && value is not null)
            {
                json.WritePropertyName(NameOf(name));
                Write(json, value);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case byte or ushort or short or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(Math.Round(number, 3));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string NameOf(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
