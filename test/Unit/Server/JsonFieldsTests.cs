using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Unit.Server;

public sealed class JsonFieldsTests
{
    [Fact]
    public void Wrong_fields_read_as_absent_and_are_all_noted()
    {
        var (fields, errors) = Read("""{"text":1,"number":"1","whole":1.5,"texts":"a","map":[],"object":7,"choice":"z"}""");
        Assert.Null(fields.Text("text"));
        Assert.Null(fields.Number("number"));
        Assert.Null(fields.Whole("whole"));
        Assert.Empty(fields.Texts("texts"));
        Assert.Empty(fields.TextMap("map"));
        Assert.Null(fields.Object("object"));
        Assert.Equal("a", fields.Choice("choice", "a", "b"));
        Assert.Equal(["text", "number", "whole", "texts", "map", "object", "choice"], errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("@@@")]
    [InlineData(@"\ud800")]
    public void What_is_no_base64_is_noted(string text)
    {
        var (fields, errors) = Read($$"""{"bytes":"{{text}}"}""");
        Assert.Equal(0, fields.Base64("bytes").Length);
        Assert.Equal("is not base64", Assert.Single(errors).Message);
    }

    [Fact]
    public void Null_is_absent()
    {
        var (fields, errors) = Read("""{"text":null,"number":null,"texts":null,"map":null,"object":null,"choice":null}""");
        Assert.False(fields.Has("text"));
        Assert.Null(fields.Text("text"));
        Assert.Null(fields.Number("number"));
        Assert.Empty(fields.Texts("texts"));
        Assert.Empty(fields.TextMap("map"));
        Assert.Null(fields.Object("object"));
        Assert.Equal("a", fields.Choice("choice", "a"));
        fields.RefuseOthers();
        Assert.Empty(errors);
    }

    [Fact]
    public void Fields_that_nobody_asked_for_are_noted_with_the_known_ones()
    {
        var (fields, errors) = Read("""{"code":"x","cod":"y"}""");
        fields.Text("code");
        fields.Text("stdin");
        fields.RefuseOthers();
        var error = Assert.Single(errors);
        Assert.Equal("cod", error.Field);
        Assert.Contains("code, stdin", error.Message);
    }

    [Fact]
    public void Paths_lead_to_the_place()
    {
        var (fields, errors) = Read("""{"files":[{"name":"a"},{"name":[]}],"limits":{"cpus":"x"},"args":["a",2]}""");
        foreach (var file in fields.Objects("files"))
        {
            file!.Text("name");
        }

        fields.Object("limits")!.Number("cpus");
        fields.Texts("args");
        Assert.Equal(["files[1].name", "limits.cpus", "args[1]"], errors.Select(error => error.Field));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        var (fields, errors) = Read("""{"text":"\ud83e","whole":"\ud83e\udd80","\udc00":1}""");
        Assert.Null(fields.Text("text"));
        Assert.Equal("🦀", fields.Text("whole"));
        Assert.Equal(2, errors.Count);
    }

    [Theory]
    [InlineData("1e999", int.MaxValue)]
    [InlineData("-1e999", int.MinValue)]
    [InlineData("12345678901", int.MaxValue)]
    [InlineData("7.0", 7)]
    public void Whole_numbers_that_do_not_fit_are_clamped(string json, int expected)
    {
        var (fields, errors) = Read($$"""{"n":{{json}}}""");
        Assert.Equal(expected, fields.Whole("n"));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    public void Body_that_is_no_object_is_rejected(string json) => Assert.Throws<RejectedException>(() => Read(json));

    private static (JsonFields Fields, List<FieldError> Errors) Read(string json)
    {
        var errors = new List<FieldError>();
        return (JsonFields.OfBody(JsonDocument.Parse(json).RootElement, errors), errors);
    }
}
