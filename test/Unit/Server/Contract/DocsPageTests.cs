using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Hotcell.Kit;
using Hotcell.Server.Api.Contract;

namespace Hotcell.Unit.Server.Contract;

/// <summary>The page at <c>/docs</c>.</summary>
public sealed class DocsPageTests
{
    private static readonly byte[] s_document = ContractEndpoints.Read("openapi/v1.json");
    private static readonly OpenApi s_contract = new(JsonDocument.Parse(s_document).RootElement);
    private static readonly XElement s_page = XDocument.Parse(Encoding.UTF8.GetString(DocsPage.Render(s_document)), LoadOptions.PreserveWhitespace).Root!;

    [Fact]
    public void Has_every_operation_with_its_answers_and_examples()
    {
        foreach (var operation in s_contract.Operations)
        {
            var article = ById(operation.Id);
            Assert.Contains(operation.Path, article.Element("h3")!.Value, StringComparison.Ordinal);
            Assert.Contains(operation.Method, article.Element("h3")!.Value, StringComparison.Ordinal);
            Assert.All(operation.Statuses, status => Assert.Contains(article.Descendants("td"), cell => cell.Value == $"{status}"));
            Assert.All(operation.Answers, answer => Assert.Contains(article.Descendants("p"), one => one.Value == $"{answer.Status}:"));
            Assert.True(article.Elements("details").Count() >= operation.Requests.Count);
        }
    }

    [Fact]
    public void Has_every_schema_with_its_fields()
    {
        foreach (var schema in s_contract.Document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            var article = ById("schema-" + schema.Name);
            var fields = schema.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(one => one.Name) : [];
            Assert.Empty(fields.Except(article.Descendants("code").Select(code => code.Value)));
        }
    }

    [Fact]
    public void Has_no_script_no_style_of_its_own_and_nothing_from_elsewhere()
    {
        Assert.DoesNotContain(s_page.Descendants(), element => element.Name.LocalName is "script" or "style" or "img" or "iframe");
        Assert.DoesNotContain(s_page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "style" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(s_page.Descendants().Attributes("href"), link => Assert.True(link.Value[0] == '#' || link.Value is "/docs/docs.css" or "/openapi/v1.json", link.Value));
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var ids = s_page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(s_page.Descendants("a").Attributes("href").Select(link => link.Value).Where(link => link[0] == '#').Select(link => link[1..]).Except(ids));
    }

    /// <summary>An element that closes itself is only half an element to a reader of HTML.</summary>
    [Fact]
    public void Is_the_same_to_readers_of_HTML() =>
        Assert.All(s_page.Descendants().Where(element => element.IsEmpty), element => Assert.Contains(element.Name.LocalName, new[] { "meta", "link", "br" }));

    /// <summary>Long tables scroll within themselves, and a keyboard can get there.</summary>
    [Fact]
    public void Works_by_keyboard_and_for_readers_of_screens()
    {
        Assert.Equal("en", s_page.Attribute("lang")!.Value);
        Assert.All(s_page.Descendants("table"), table => Assert.Equal(("0", true), (table.Parent!.Attribute("tabindex")!.Value, table.Parent.Attribute("aria-label") is not null)));
        Assert.Equal("#main", s_page.Element("body")!.Elements().First().Attribute("href")!.Value);
        Assert.Single(s_page.Descendants("h1"));
        Assert.Single(s_page.Descendants("main"));
    }

    [Fact]
    public void Nothing_in_the_document_becomes_markup()
    {
        var hostile = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(s_document).Replace("\"title\": \"Hotcell\"", "\"title\": \"<script>alert(1)</script>\"", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", Encoding.UTF8.GetString(DocsPage.Render(hostile)), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", Encoding.UTF8.GetString(DocsPage.Render(hostile)), StringComparison.Ordinal);
    }

    private static XElement ById(string id) => s_page.Descendants().Single(element => element.Attribute("id")?.Value == id);
}
