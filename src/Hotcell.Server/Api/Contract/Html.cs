using System.Xml.Linq;

namespace Hotcell.Server.Api.Contract;

/// <summary>Parts of the page. None may be an element without content, which would mean something else in HTML.</summary>
internal static class Html
{
    /// <summary>Text in which `words in backticks` are code.</summary>
    public static IEnumerable<object> Text(string? text) =>
        (text ?? "").Split('`').Select((part, index) => index % 2 == 0 ? (object)part : new XElement("code", part));

    public static XElement? Paragraph(string? text) => text is null ? null : new XElement("p", Text(text));

    public static XElement Link(string id, string text) => new("a", new XAttribute("href", "#" + id), text);

    /// <summary>It scrolls by itself, by keyboard, too, where the window is narrow.</summary>
    public static XElement Table(string label, IEnumerable<string> heads, IEnumerable<object?[]> rows) => new(
        "div",
        new XAttribute("class", "table"),
        new XAttribute("role", "region"),
        new XAttribute("aria-label", label),
        new XAttribute("tabindex", "0"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", heads.Select(head => new XElement("th", new XAttribute("scope", "col"), head)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", "", cell)))))));
}
