using System.Text.Json;
using System.Xml.Linq;

namespace Hotcell.Server.Api.Contract;

/// <summary>One operation of the contract on the page.</summary>
internal sealed record DocsOperation(string Path, JsonElement PathItem, string Method, JsonElement Operation)
{
    public string Id => Operation.Text("operationId")!;

    public object[] Title() => [new XElement("span", new XAttribute("class", $"method {Method}"), Method.ToUpperInvariant()), " ", new XElement("code", Path)];

    public XElement Article(JsonElement document) => new(
        "article",
        new XAttribute("id", Id),
        new XElement("h3", new XElement("a", new XAttribute("href", "#" + Id), Title())),
        new XElement("p", new XElement("strong", Operation.Text("summary") + "."), " ", Html.Text(Operation.Text("description"))),
        Parameters(),
        Body(document),
        Answers(document),
        DocsExamples.Of(this));

    private IEnumerable<XElement> Parameters()
    {
        var parameters = PathItem.Items("parameters").Concat(Operation.Items("parameters")).ToList();
        return parameters.Count == 0 ? [] :
        [
            new XElement("h4", "Parameters"),
            Html.Table($"Parameters of {Path}", ["name", "in", "meaning"], parameters.Select(one => new object?[]
            {
                new XElement("code", one.Text("name")), one.Text("in"), Html.Text(one.Text("description")),
            })),
        ];
    }

    private IEnumerable<XElement> Body(JsonElement document) => !Operation.Has("requestBody") ? [] :
    [
        new XElement("h4", "Request"),
        DocsSchemas.Fields(Operation.At("requestBody", "content", "application/json", "schema").Resolve(document), $"Fields of the request of {Path}"),
    ];

    private IEnumerable<XElement> Answers(JsonElement document) =>
    [
        new XElement("h4", "Answers"),
        Html.Table($"Answers of {Path}", ["status", "meaning", "body"], Operation.Members("responses").Select(one =>
        {
            var response = one.Value.Resolve(document);
            return new object?[] { one.Name, Html.Text(response.Text("description")), response.Members("content").SelectMany((media, index) => Media(media, index)) };
        })),
    ];

    private static IEnumerable<object> Media(JsonProperty media, int index)
    {
        var separator = index == 0 ? "" : "; ";
        yield return separator;
        yield return new XElement("code", media.Name);
        yield return " ";
        yield return DocsSchemas.Type(media.Value.At("schema"));
        foreach (var happened in media.Value.Members("x-events"))
        {
            yield return new XElement("br");
            yield return new XElement("code", happened.Name);
            yield return ": ";
            yield return DocsSchemas.Type(happened.Value);
        }
    }
}
