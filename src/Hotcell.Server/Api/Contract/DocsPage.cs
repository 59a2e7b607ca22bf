using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Hotcell.Server.Api.Contract;

/// <summary>
/// The contract as one page of HTML, made on the server once: there is nothing to run in the browser. It is built as XML, so nothing in the document can be
/// anything but text.
/// </summary>
internal static class DocsPage
{
    public static byte[] Render(ReadOnlyMemory<byte> contract)
    {
        using var parsed = JsonDocument.Parse(contract);
        var document = parsed.RootElement;
        var html = new XElement(
            "html",
            new XAttribute("lang", "en"),
            Head(document),
            new XElement(
                "body",
                new XElement("a", new XAttribute("class", "skip"), new XAttribute("href", "#main"), "Skip to the contents"),
                Contents(document),
                new XElement(
                    "main",
                    new XAttribute("id", "main"),
                    new XElement("h1", $"{document.Text("info", "title")} API"),
                    Html.Paragraph(document.Text("info", "description")),
                    new XElement("p", new XElement("a", new XAttribute("href", "/openapi/v1.json"), "The same for machines (OpenAPI)"), "."),
                    Keys(document),
                    document.Items("tags").Select(tag => Tag(document, tag)),
                    new XElement(
                        "section",
                        new XAttribute("id", "schemas"),
                        new XElement("h2", "Schemas"),
                        document.Members("components", "schemas").Select(schema => DocsSchemas.Article(schema.Name, schema.Value))))));
        return Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Head(JsonElement document) => new(
        "head",
        new XElement("meta", new XAttribute("charset", "utf-8")),
        new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
        new XElement("title", $"{document.Text("info", "title")} API"),
        new XElement("link", new XAttribute("rel", "stylesheet"), new XAttribute("href", "/docs/docs.css")));

    private static XElement Contents(JsonElement document) => new(
        "nav",
        new XAttribute("aria-label", "Contents"),
        new XElement(
            "ul",
            document.Items("tags").Select(tag => new XElement(
                "li",
                Html.Link(TagId(tag), tag.Text("name")!),
                new XElement("ul", Operations(document, tag).Select(one => new XElement("li", new XElement("a", new XAttribute("href", "#" + one.Id), one.Title()))))))),
        new XElement("p", Html.Link("schemas", "Schemas")));

    private static XElement Keys(JsonElement document) => new(
        "section",
        new XAttribute("id", "keys"),
        new XElement("h2", "Keys"),
        new XElement("dl", document.Members("components", "securitySchemes").SelectMany(scheme => new[]
        {
            new XElement("dt", new XElement("code", scheme.Value.Text("name") ?? "Authorization")),
            new XElement("dd", Html.Text(scheme.Value.Text("description"))),
        })));

    private static XElement Tag(JsonElement document, JsonElement tag) => new(
        "section",
        new XAttribute("id", TagId(tag)),
        new XElement("h2", tag.Text("name")),
        Html.Paragraph(tag.Text("description")),
        Operations(document, tag).Select(operation => operation.Article(document)));

    private static string TagId(JsonElement tag) => "tag-" + tag.Text("name")!.ToLowerInvariant().Replace(' ', '-');

    private static IEnumerable<DocsOperation> Operations(JsonElement document, JsonElement tag) =>
        from path in document.Members("paths")
        from operation in path.Value.EnumerateObject()
        where operation.Value.Items("tags").Any(name => name.GetString() == tag.Text("name"))
        select new DocsOperation(path.Name, path.Value, operation.Name, operation.Value);
}
