using System.Text.Json;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Http;

/// <summary>
/// One JSON object of a request, read field by field. A wrong field is noted and reads as absent, so that one answer can name every mistake
/// at once, which deserializing into a type cannot do: it stops at the first. <c>null</c> means absent.
/// </summary>
internal sealed class JsonFields
{
    private const string HalfSurrogate = "holds half of a surrogate pair, which is no character";

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly List<FieldError> _errors;

    private JsonFields(JsonElement element, string path, List<FieldError> errors)
    {
        _path = path;
        _errors = errors;
        foreach (var property in element.EnumerateObject())
        {
            if (!JsonText.TryName(property, out var name))
            {
                Refuse($"field{_values.Count}", "has a name that holds half of a surrogate pair");
            }
            else if (!_values.TryAdd(name, property.Value))
            {
                Refuse(name, "is given twice");
            }
        }
    }

    /// <summary>The fields of a whole request.</summary>
    /// <exception cref="RejectedException">It is no object, so there is nothing more to say about it.</exception>
    public static JsonFields OfBody(JsonElement body, List<FieldError> errors) => body.ValueKind == JsonValueKind.Object
        ? new JsonFields(body, "", errors)
        : throw RequestBody.Malformed($"must be an object, not {JsonText.Noun(body.ValueKind)}");

    public bool Has(string name) => _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether it is there and an object, where it may be something else, too.</summary>
    public bool IsObject(string name) => Has(name) && _values[name].ValueKind == JsonValueKind.Object;

    /// <summary>Notes it when <paramref name="name"/> is absent. Read it all the same.</summary>
    public void Require(string name)
    {
        if (!Has(name))
        {
            Refuse(name, "is required");
        }
    }

    /// <summary>Whatever it is; null when it is absent.</summary>
    public JsonElement? Any(string name)
    {
        _read.Add(name);
        return Has(name) ? _values[name] : null;
    }

    public string? Text(string name) => Find(name, JsonValueKind.String) is { } value ? TextOf(value, name) : null;

    /// <summary>A text's bytes; empty when absent.</summary>
    public ReadOnlyMemory<byte> Utf8(string name)
    {
        if (Find(name, JsonValueKind.String) is not { } value)
        {
            return default;
        }

        if (!JsonText.TryUtf8(value, out var bytes))
        {
            Refuse(name, HalfSurrogate);
        }

        return bytes;
    }

    /// <summary>The bytes that a text stands for; empty when absent.</summary>
    public ReadOnlyMemory<byte> Base64(string name)
    {
        if (Find(name, JsonValueKind.String) is not { } value)
        {
            return default;
        }

        if (!JsonText.TryBase64(value, out var bytes))
        {
            Refuse(name, "is not base64");
        }

        return bytes;
    }

    /// <summary>One of <paramref name="choices"/>; the first when absent.</summary>
    public string Choice(string name, params ReadOnlySpan<string> choices)
    {
        var text = Text(name);
        if (text is not null && !choices.Contains(text))
        {
            Refuse(name, $"must be one of {string.Join(", ", choices!)}");
            text = null;
        }

        return text ?? choices[0];
    }

    public bool? Flag(string name)
    {
        _read.Add(name);
        if (!Has(name) || _values[name].ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Has(name) ? _values[name].GetBoolean() : null;
        }

        Refuse(name, $"must be true or false, not {JsonText.Noun(_values[name].ValueKind)}");
        return null;
    }

    public double? Number(string name) => Find(name, JsonValueKind.Number)?.GetDouble();

    /// <summary>A whole number; what does not fit is clamped, so that the limit's own range says what is wrong with it.</summary>
    public int? Whole(string name)
    {
        if (Number(name) is not { } number)
        {
            return null;
        }

        if (double.IsInfinity(number) || number == Math.Truncate(number))
        {
            return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
        }

        Refuse(name, "must be a whole number");
        return null;
    }

    public IReadOnlyList<string> Texts(string name) =>
    [
        .. Items(name)
            .Where(item => Is(item.Value, item.Name, JsonValueKind.String))
            .Select(item => TextOf(item.Value, item.Name))
            .OfType<string>(),
    ];

    /// <summary>An object whose values are all texts.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Object(name) is { } fields)
        {
            foreach (var (key, value) in fields._values)
            {
                if (fields.Is(value, key, JsonValueKind.String) && fields.TextOf(value, key) is { } text)
                {
                    map[key] = text;
                }
            }
        }

        return map;
    }

    public JsonFields? Object(string name) => Find(name, JsonValueKind.Object) is { } value ? new JsonFields(value, PathOf(name), _errors) : null;

    /// <summary>The objects of an array; one that is no object is noted, and null, so that indices stay those of the request.</summary>
    public IEnumerable<JsonFields?> Objects(string name) =>
        Items(name).Select(item => Is(item.Value, item.Name, JsonValueKind.Object) ? new JsonFields(item.Value, PathOf(item.Name), _errors) : null);

    public void Refuse(string name, string message) => _errors.Add(new FieldError(PathOf(JsonText.Shorten(name)), message));

    /// <summary>Notes every field that nobody asked for. Call it last.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _values.Keys.Where(name => !_read.Contains(name)))
        {
            Refuse(name, $"is not known; known are {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
        }
    }

    private IEnumerable<(JsonElement Value, string Name)> Items(string name) =>
        Find(name, JsonValueKind.Array) is { } array ? array.EnumerateArray().Select((item, index) => (item, $"{name}[{index}]")) : [];

    /// <summary>The field's value; null when it is absent, or noted to be of another kind.</summary>
    private JsonElement? Find(string name, JsonValueKind kind)
    {
        _read.Add(name);
        return Has(name) && Is(_values[name], name, kind) ? _values[name] : null;
    }

    private bool Is(JsonElement value, string name, JsonValueKind kind)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Refuse(name, $"must be {JsonText.Noun(kind)}, not {JsonText.Noun(value.ValueKind)}");
        return false;
    }

    private string? TextOf(JsonElement value, string name)
    {
        if (!JsonText.TryText(value, out var text))
        {
            Refuse(name, HalfSurrogate);
        }

        return text;
    }

    /// <summary>Where a field of this object is in the request.</summary>
    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
