using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Languages;

namespace Hotcell.Server.Api.Languages;

/// <summary>The answer of <c>GET /api/v1/languages/{language}/samples</c>.</summary>
internal sealed record SamplesAnswer(IReadOnlyList<LanguageSample> Samples)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SamplesJson.Styled.SamplesAnswer);
}

[JsonSerializable(typeof(SamplesAnswer))]
internal sealed partial class SamplesJson : JsonSerializerContext
{
    public static SamplesJson Styled { get; } = new(JsonStyle.Create());
}
