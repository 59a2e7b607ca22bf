using System.Text.Json;

namespace Hotcell.Kit;

/// <summary>An OpenAPI document, read strictly: where a schema names fields, there may be no others.</summary>
public sealed class OpenApi(JsonElement document)
{
    public JsonElement Document => document;

    public IEnumerable<OpenApiOperation> Operations =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name != "parameters"
        select new OpenApiOperation(path.Name, operation.Name.ToUpperInvariant(), operation.Value);

    public OpenApiOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    public JsonElement Schema(string name) => document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>What a reference refers to, or the only part of a schema that adds a description to a reference.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        if (element.TryGetProperty("$ref", out var reference))
        {
            return Resolve(reference.GetString()!.Split('/')[1..].Aggregate(document, (one, name) => one.GetProperty(name)));
        }

        return element.TryGetProperty("allOf", out var only) ? Resolve(only[0]) : element;
    }

    /// <summary>The schema of an answer.</summary>
    /// <exception cref="KeyNotFoundException">It is not described.</exception>
    public JsonElement Answer(OpenApiOperation operation, int status, string mediaType) =>
        Resolve(operation.Element.GetProperty("responses").GetProperty($"{status}")).GetProperty("content").GetProperty(mediaType).GetProperty("schema");

    /// <summary>All the ways in which <paramref name="value"/> is not as the schema says.</summary>
    /// <param name="seen">Gets the fields that are there, by <c>Schema.field</c>; null where nobody asks.</param>
    public IReadOnlyList<string> Errors(JsonElement value, JsonElement schema, ISet<string>? seen = null) => [.. Check(value, schema, "$", seen)];

    /// <summary>Every field of a schema and of what it refers to, by <c>Schema.field</c>, as <see cref="Errors"/> has them.</summary>
    public ISet<string> Fields(JsonElement schema)
    {
        var fields = new HashSet<string>();
        Collect(schema, fields);
        return fields;
    }

    private void Collect(JsonElement schema, HashSet<string> fields)
    {
        foreach (var part in Parts(schema))
        {
            Collect(part, fields);
        }

        var whole = Resolve(schema);
        if (whole.TryGetProperty("items", out var items))
        {
            Collect(items, fields);
        }

        if (whole.TryGetProperty("properties", out var properties))
        {
            foreach (var field in properties.EnumerateObject().Where(field => fields.Add(NameOf(whole, field.Name))))
            {
                Collect(field.Value, fields);
            }
        }
    }

    private IEnumerable<string> Check(JsonElement value, JsonElement schema, string path, ISet<string>? seen)
    {
        schema = Resolve(schema);
        if (Parts(schema) is { Count: > 0 } parts)
        {
            var fits = parts.FirstOrDefault(part => !Check(value, part, path, null).Any());
            return fits.ValueKind == JsonValueKind.Undefined ? [$"{path} is none of what it may be"] : Check(value, fits, path, seen);
        }

        if (schema.TryGetProperty("type", out var type) && !TypesOf(type).Any(name => Is(value, name)))
        {
            return [$"{path} is {value.ValueKind}, not {type}"];
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value.GetString()))
        {
            return [$"{path} is '{value}', which is no {words}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Check(item, schema.GetProperty("items"), $"{path}[{index}]", seen)),
            JsonValueKind.Object => CheckFields(value, schema, path, seen),
            _ => [],
        };
    }

    private IEnumerable<string> CheckFields(JsonElement value, JsonElement schema, string path, ISet<string>? seen)
    {
        if (!schema.TryGetProperty("properties", out var known))
        {
            var items = schema.GetProperty("additionalProperties");
            return value.EnumerateObject().SelectMany(field => Check(field.Value, items, $"{path}.{field.Name}", seen));
        }

        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        var missing = required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing");
        return missing.Concat(value.EnumerateObject().SelectMany(field =>
        {
            seen?.Add(NameOf(schema, field.Name));
            return known.TryGetProperty(field.Name, out var own) ? Check(field.Value, own, $"{path}.{field.Name}", seen) : [$"{path}.{field.Name} is not described"];
        }));
    }

    private List<JsonElement> Parts(JsonElement schema) => Resolve(schema).TryGetProperty("oneOf", out var parts) ? [.. parts.EnumerateArray()] : [];

    /// <summary>Schemas without a name are told apart by their description.</summary>
    private string NameOf(JsonElement schema, string field) =>
        (document.GetProperty("components").GetProperty("schemas").EnumerateObject().FirstOrDefault(one => JsonElement.DeepEquals(one.Value, schema)) is { Value.ValueKind: not JsonValueKind.Undefined } named
            ? named.Name
            : schema.GetProperty("description").GetString()) + "." + field;

    private static IEnumerable<string> TypesOf(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}

/// <summary>One method of one path.</summary>
public sealed record OpenApiOperation(string Path, string Method, JsonElement Element)
{
    public string Id => Element.GetProperty("operationId").GetString()!;

    /// <summary>Requests by name; none where there is no body.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Requests =>
        Element.TryGetProperty("requestBody", out var body) ? ExamplesOf(body.GetProperty("content").GetProperty("application/json")) : [];

    /// <summary>Schema of the body.</summary>
    public JsonElement RequestSchema => Element.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");

    /// <summary>Answers that are spelled out, by the name of the request.</summary>
    public IReadOnlyList<OpenApiExample> Answers =>
    [
        .. from response in Element.GetProperty("responses").EnumerateObject()
           where response.Value.TryGetProperty("content", out _)
           from media in response.Value.GetProperty("content").EnumerateObject()
           from example in ExamplesOf(media.Value)
           select new OpenApiExample(example.Name, int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture), media.Name, example.Value),
    ];

    public IEnumerable<int> Statuses => Element.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture));

    public override string ToString() => $"{Method} {Path}";

    private static List<(string Name, JsonElement Value)> ExamplesOf(JsonElement media) =>
        media.TryGetProperty("examples", out var examples) ? [.. examples.EnumerateObject().Select(one => (one.Name, one.Value.GetProperty("value")))] : [];
}

public sealed record OpenApiExample(string Name, int Status, string MediaType, JsonElement Value);
