using System.Text.Json;
using Hotcell.Engine;

namespace Hotcell.Server.Api.Editors;

/// <summary>The answer of <c>GET /languages</c>: what can be run now.</summary>
internal sealed record EditorLanguages(IReadOnlyList<EditorLanguage> Languages)
{
    public static EditorLanguages Of(IEnumerable<LanguageStatus> languages) => new(
        [.. languages.Where(status => status.Available).Select(status => new EditorLanguage(
            status.Language.Id, status.Language.Name, status.Version, status.Language.Aliases))]);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EditorJson.Styled.EditorLanguages);
}

internal sealed record EditorLanguage(string Id, string Name, string? Version, IReadOnlyList<string> Aliases);
