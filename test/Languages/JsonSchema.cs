using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hotcell.Languages;

/// <summary>The part of JSON Schema (draft 2020-12) that our schemas use. A keyword that it does not know is an error, never ignored.</summary>
internal sealed class JsonSchema(JsonNode root)
{
    /// <summary>Names of all properties that the schema speaks of.</summary>
    public IEnumerable<string> Properties => PropertiesIn(root).Distinct();

    public IReadOnlyList<string> ErrorsIn(JsonNode? value) => [.. Errors(root.AsObject(), value, "")];

    private IEnumerable<string> Errors(JsonObject schema, JsonNode? value, string path) =>
        schema.SelectMany(rule => Errors(schema, rule.Key, rule.Value!, value, path));

    private IEnumerable<string> Errors(JsonObject schema, string keyword, JsonNode rule, JsonNode? value, string path)
    {
        bool? holds = keyword switch
        {
            "$schema" or "$defs" or "title" or "description" => true,
            "type" => IsA((string)rule!, value),
            "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
            "pattern" => !IsA("string", value) || Regex.IsMatch((string)value!, (string)rule!),
            "minLength" => !IsA("string", value) || ((string)value!).Length >= (int)rule,
            "minItems" => value is not JsonArray array || array.Count >= (int)rule,
            "minimum" => !IsA("number", value) || (double)value! >= (double)rule,
            "maximum" => !IsA("number", value) || (double)value! <= (double)rule,
            "exclusiveMinimum" => !IsA("number", value) || (double)value! > (double)rule,
            "required" => value is not JsonObject map || rule.AsArray().All(name => map.ContainsKey((string)name!)),
            _ => null,
        };
        return (keyword, value) switch
        {
            _ when holds == true => [],
            _ when holds == false => [$"{path}: breaks {keyword}: {rule.ToJsonString()}"],
            ("$ref", _) => Errors(Resolve((string)rule!), value, path),
            ("items", JsonArray array) => array.SelectMany((item, i) => Errors(rule.AsObject(), item, $"{path}[{i}]")),
            ("properties", JsonObject map) => map.Where(entry => rule.AsObject().ContainsKey(entry.Key))
                .SelectMany(entry => Errors(rule[entry.Key]!.AsObject(), entry.Value, $"{path}.{entry.Key}")),
            ("additionalProperties", JsonObject map) => map.Where(entry => schema["properties"]?.AsObject().ContainsKey(entry.Key) != true)
                .Select(entry => (entry.Value, Path: $"{path}.{entry.Key}"))
                .SelectMany(other => rule is JsonObject others ? Errors(others, other.Value, other.Path) : [$"{other.Path}: is not known"]),
            ("items" or "properties" or "additionalProperties", _) => [],
            _ => throw new NotSupportedException($"The schema uses {keyword}, which is not known here."),
        };
    }

    private JsonObject Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(root, (node, name) => node[name]!).AsObject();

    private static bool IsA(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "number" => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "boolean" => value is JsonValue flag && flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "integer" => IsA("number", value) && double.IsInteger((double)value!),
        _ => throw new NotSupportedException($"The schema uses the type {type}, which is not known here."),
    };

    private static IEnumerable<string> PropertiesIn(JsonNode? node) => node switch
    {
        JsonObject map => (map["properties"]?.AsObject().Select(entry => entry.Key) ?? []).Concat(map.SelectMany(entry => PropertiesIn(entry.Value))),
        _ => [],
    };
}
