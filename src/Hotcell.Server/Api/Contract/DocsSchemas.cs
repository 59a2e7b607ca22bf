using System.Text.Json;
using System.Xml.Linq;

namespace Hotcell.Server.Api.Contract;

/// <summary>Schemas of the contract on the page.</summary>
internal static class DocsSchemas
{
    public static XElement Article(string name, JsonElement schema) => new(
        "article",
        new XAttribute("id", "schema-" + name),
        new XElement("h3", Html.Link("schema-" + name, name)),
        Html.Paragraph(schema.Text("description")),
        schema.Has("properties") ? Fields(schema, $"Fields of {name}") : new XElement("p", Type(schema)));

    public static XElement Fields(JsonElement schema, string label)
    {
        var required = schema.Items("required").Select(name => name.GetString()).ToHashSet();
        var rows = schema.Members("properties").Select(field => new object?[]
        {
            new object[] { new XElement("code", field.Name), required.Contains(field.Name) ? "" : new XElement("small", " optional") },
            Type(field.Value),
            Html.Text(string.Join(' ', new[] { field.Value.Text("description"), Bounds(field.Value) }.Where(text => text is not null))),
        }).ToList();
        return rows.Count == 0 ? new XElement("p", "No fields.") : Html.Table(label, ["field", "type", "meaning"], rows);
    }

    /// <summary>In a word or two, with links to what it is made of.</summary>
    public static object[] Type(JsonElement schema)
    {
        if (schema.Text("$ref") is { } path)
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            return [Html.Link("schema-" + name, name)];
        }

        if (schema.Items("allOf").Concat(schema.Items("oneOf")).ToList() is { Count: > 0 } parts)
        {
            return [.. parts.SelectMany((part, index) => index == 0 ? Type(part) : [" or ", .. Type(part)])];
        }

        if (schema.Items("enum").ToList() is { Count: > 0 } words)
        {
            return [.. words.SelectMany((word, index) => new object[] { index == 0 ? "" : ", ", new XElement("code", word.GetString()) })];
        }

        var types = schema.At("type") is { ValueKind: JsonValueKind.Array } several ? string.Join(" or ", several.EnumerateArray().Select(one => one.GetString())) : schema.Text("type")!;
        return types == "array" ? ["array of ", .. Type(schema.At("items"))]
            : schema.Has("properties") ? [types, Fields(schema, "Fields")]
            : [types];
    }

    private static string? Bounds(JsonElement schema)
    {
        var bounds = new[] { ("minimum", "from"), ("maximum", "to"), ("maxItems", "at most"), ("default", "default") }
            .Where(bound => schema.Has(bound.Item1))
            .Select(bound => $"{bound.Item2} `{Written(schema.At(bound.Item1))}`")
            .ToList();
        return bounds.Count == 0 ? null : $"({string.Join(", ", bounds)})";
    }

    private static string? Written(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
}
