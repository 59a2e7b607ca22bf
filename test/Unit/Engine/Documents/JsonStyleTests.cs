using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hotcell.Engine.Documents;

namespace Hotcell.Unit.Engine.Documents;

public sealed class JsonStyleTests
{
    private static readonly JsonSerializerOptions s_styled = new(JsonStyle.Create()) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Texts =>
    [
        "",
        "short",
        new string('\0', 5000),
        string.Concat(Enumerable.Repeat("x😀é\u0001\"", 3000)), // a segment ends in every place of it, also between the halves of a pair
        new string('x', 1024),
        new string('x', 1023) + "😀",
        new string('x', 3000) + "\ud83d",
        "\ude00" + new string('x', 3000),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Long_texts_are_written_as_short_ones_are(string text)
    {
        var document = new Dictionary<string, string?> { ["text"] = text, ["a \"name\""] = "value", ["none"] = null };
        var expected = JsonSerializer.SerializeToUtf8Bytes(document, s_plain);
        Assert.Equal(expected, JsonSerializer.SerializeToUtf8Bytes(document, s_styled));
        var output = new ArrayBufferWriter<byte>();
        JsonStyle.Write(output, document, (JsonTypeInfo<Dictionary<string, string?>>)s_styled.GetTypeInfo(typeof(Dictionary<string, string?>)));
        Assert.Equal(expected, output.WrittenSpan);
    }
}
