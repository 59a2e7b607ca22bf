using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hotcell.Server.Http;

/// <summary>Strings of a JSON document. An escape such as <c>\ud800</c> is valid JSON but no text: reading it throws, and that is the caller's mistake.</summary>
internal static class JsonText
{
    private const int LongestShownName = 64;

    public static bool TryText(JsonElement value, [NotNullWhen(true)] out string? text) => Try(value.GetString, out text);

    /// <summary>The text as UTF-8, without a detour over UTF-16: inputs may be large.</summary>
    public static bool TryUtf8(JsonElement value, out ReadOnlyMemory<byte> utf8)
    {
        var quoted = JsonMarshal.GetRawUtf8Value(value);
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var bytes = new byte[quoted.Length];
        try
        {
            utf8 = bytes.AsMemory(0, reader.CopyString(bytes));
            return true;
        }
        catch (InvalidOperationException)
        {
            utf8 = default;
            return false;
        }
    }

    /// <summary>The bytes that the text stands for.</summary>
    public static bool TryBase64(JsonElement value, out byte[]? bytes)
    {
        try
        {
            return value.TryGetBytesFromBase64(out bytes);
        }
        catch (InvalidOperationException)
        {
            bytes = null;
            return false;
        }
    }

    public static bool TryName(JsonProperty property, [NotNullWhen(true)] out string? name) => Try(() => property.Name, out name);

    /// <summary>A property of an object, of which other names may be no text.</summary>
    public static bool TryProperty(JsonElement value, string name, out JsonElement property)
    {
        foreach (var one in value.EnumerateObject())
        {
            if (TryName(one, out var own) && own == name)
            {
                property = one.Value;
                return true;
            }
        }

        property = default;
        return false;
    }

    public static string Noun(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => "a boolean",
    };

    /// <summary>A name that came from outside, short enough for an error message.</summary>
    public static string Shorten(string name) => name.Length <= LongestShownName ? name : name[..LongestShownName] + "…";

    private static bool Try(Func<string?> read, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = read();
        }
        catch (InvalidOperationException)
        {
            text = null;
        }

        return text is not null;
    }
}
