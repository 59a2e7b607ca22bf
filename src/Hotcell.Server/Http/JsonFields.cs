using System.Text.Json;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Http;

/// <summary>
/// One JSON object of a request, read field by field. A wrong field is noted and reads as absent, so that one answer can name every mistake
/// at once, which deserializing into a type cannot do: it stops at the first. <c>null</c> means absent.
/// </summary>
internal sealed class JsonFields
{
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
        : throw RequestBody.Malformed($"must be an object, not {JsonText.Kind(body)}");

    public bool Has(string name) => _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name) => Find(name) is { } value ? TextOf(value, name) : null;

    public string? RequiredText(string name)
    {
        if (!Has(name))
        {
            _read.Add(name);
            Refuse(name, "is required");
            return null;
        }

        return Text(name);
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

    public double? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number))
        {
            return number;
        }

        Refuse(name, $"must be a number, not {JsonText.Kind(value)}");
        return null;
    }

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

    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (value, index) in Items(name))
        {
            if (TextOf(value, $"{name}[{index}]") is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Object(name) is { } fields)
        {
            foreach (var key in fields._values.Keys)
            {
                if (fields.Text(key) is { } text)
                {
                    map[key] = text;
                }
                else if (!fields.Has(key))
                {
                    fields.Refuse(key, "must be a string, not null");
                }
            }
        }

        return map;
    }

    public JsonFields? Object(string name) => Find(name) is { } value ? Of(value, PathOf(name), _errors) : null;

    /// <summary>The objects of an array; one that is no object is noted, and null, so that indices stay those of the request.</summary>
    public IEnumerable<JsonFields?> Objects(string name) => Items(name).Select(item => Of(item.Value, PathOf($"{name}[{item.Index}]"), _errors));

    public void Refuse(string name, string message) => _errors.Add(new FieldError(PathOf(name), message));

    /// <summary>Notes every field that nobody asked for. Call it last.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _values.Keys.Where(name => !_read.Contains(name)))
        {
            Refuse(JsonText.Shorten(name), $"is not known; known are {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>The fields of <paramref name="element"/>, or null (with the error noted) when it is no object.</summary>
    private static JsonFields? Of(JsonElement element, string path, List<FieldError> errors)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return new JsonFields(element, path, errors);
        }

        errors.Add(new FieldError(path, $"must be an object, not {JsonText.Kind(element)}"));
        return null;
    }

    private IEnumerable<(JsonElement Value, int Index)> Items(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().Select((item, index) => (item, index));
        }

        Refuse(name, $"must be an array, not {JsonText.Kind(value)}");
        return [];
    }

    private JsonElement? Find(string name)
    {
        _read.Add(name);
        return Has(name) ? _values[name] : null;
    }

    private string? TextOf(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, $"must be a string, not {JsonText.Kind(value)}");
            return null;
        }

        if (!JsonText.TryText(value, out var text))
        {
            Refuse(name, "holds half of a surrogate pair, which is no character");
            return null;
        }

        return text;
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
